import type { ReactNode } from "react";
import { getTranslations } from "@/i18n/words";

export async function SkipLink() {
  const t = await getTranslations("ui");
  return (
    <a className="skip" href="#main">
      {t("skip")}
    </a>
  );
}

/** For people who listen. */
export const VisuallyHidden = ({ children }: { children: ReactNode }) => (
  <span className="sr">{children}</span>
);
