import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

export type TagProps = {
  tone?: "neutral" | "good" | "info" | "glow" | "bad" | "brand" | undefined;
  icon?: IconName | undefined;
  children: ReactNode;
};

/** A fact in two or three words. It is text, never a button; colour never says it alone. */
export function Tag({ tone = "neutral", icon, children }: TagProps) {
  return (
    <span className={tone === "neutral" ? "tag" : `tag tag-${tone}`}>
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
    </span>
  );
}
