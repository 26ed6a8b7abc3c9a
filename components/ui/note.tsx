import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

export type Tone = "neutral" | "glow" | "info" | "good" | "bad";

const usual: Record<Tone, IconName> = {
  neutral: "info",
  glow: "triangle-alert",
  info: "info",
  good: "circle-check",
  bad: "circle-alert",
};

export type NoteProps = {
  tone?: Tone | undefined;
  icon?: IconName | undefined;
  /** Announce it when it appears: "status" politely, "alert" at once. Not for what was there all along. */
  role?: "status" | "alert" | undefined;
  action?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
};

export function Note({ tone = "neutral", icon, role, action, className, children }: NoteProps) {
  const look = tone === "neutral" ? "note" : `note note-${tone}`;
  return (
    <div className={className ? `${look} ${className}` : look} role={role}>
      <Icon name={icon ?? usual[tone]} />
      <div className="grow">{children}</div>
      {action}
    </div>
  );
}
