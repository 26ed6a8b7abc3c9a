import { initials } from "./format";

export type AvatarProps = { name: string; size?: "md" | "lg" | "xl" | undefined };

/** Decoration: the name always stands beside it in words. */
export function Avatar({ name, size = "md" }: AvatarProps) {
  return (
    <span className={size === "md" ? "avatar" : `avatar avatar-${size}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
