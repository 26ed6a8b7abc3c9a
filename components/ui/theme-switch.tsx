"use client";

import { type ReactNode, useEffect, useState } from "react";
import { buttonClass } from "./button-class";

export type Theme = "system" | "day" | "night";

const order: readonly Theme[] = ["system", "day", "night"];

const read = (): Theme => {
  const found = /(?:^|; )theme=(day|night)/.exec(document.cookie)?.[1];
  return found === "day" || found === "night" ? found : "system";
};

function apply(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

export function ThemeSwitch({
  theme: given,
  faces,
}: {
  theme?: Theme | undefined;
  faces: Record<Theme, { label: string; icon: ReactNode }>;
}) {
  const [theme, setTheme] = useState<Theme>(given ?? "system");
  // A page made in advance cannot know the choice; the cookie does.
  useEffect(() => {
    if (given) return;
    const found = read();
    setTheme(found);
    apply(found);
  }, [given]);

  const turn = () => {
    const next = order[(order.indexOf(theme) + 1) % order.length] ?? "system";
    const age = next === "system" ? 0 : 31_536_000;
    const secure = location.protocol === "https:" ? "; secure" : "";
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve
    document.cookie = `theme=${next}; path=/; max-age=${age}; samesite=lax${secure}`;
    apply(next);
    setTheme(next);
  };
  const { label, icon } = faces[theme];
  return (
    <button
      type="button"
      className={buttonClass({ square: true }, "js-only")}
      aria-label={label}
      title={label}
      onClick={turn}
    >
      {icon}
    </button>
  );
}
