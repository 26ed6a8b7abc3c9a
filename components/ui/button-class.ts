export type ButtonLook = {
  variant?: "primary" | "default" | "soft" | "quiet" | "danger" | undefined;
  size?: "sm" | "md" | "lg" | "xl" | undefined;
  block?: boolean | undefined;
  square?: boolean | undefined;
};

export const buttonClass = (
  { variant = "default", size = "md", block, square }: ButtonLook,
  more?: string,
): string =>
  [
    "btn",
    variant === "default" ? "" : `btn-${variant}`,
    size === "md" ? "" : `btn-${size}`,
    block ? "btn-block" : "",
    square ? "btn-icon" : "",
    more ?? "",
  ]
    .filter(Boolean)
    .join(" ");
