"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";

/** A row of tabs; on a phone, where it is longer than the screen, the tab that one is on stands in sight. */
export function TabRow({ label, children }: { label: string; children: ReactNode }) {
  const row = useRef<HTMLElement>(null);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address decides which tab is the current one
  useEffect(() => {
    const [nav, here] = [row.current, row.current?.querySelector("[aria-current]")];
    if (!nav || !here) return;
    const [all, one] = [nav.getBoundingClientRect(), here.getBoundingClientRect()];
    nav.scrollLeft += one.left - all.left - (all.width - one.width) / 2;
  }, [path]);
  return (
    <nav ref={row} className="tabs" aria-label={label}>
      {children}
    </nav>
  );
}
