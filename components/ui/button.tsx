import type { ButtonHTMLAttributes, ReactNode } from "react";
import { type ButtonLook, buttonClass } from "./button-class";

type Shared = ButtonLook & {
  icon?: ReactNode;
  children?: ReactNode;
  className?: string | undefined;
};

export type ButtonProps = Shared & Omit<ButtonHTMLAttributes<HTMLButtonElement>, keyof Shared>;

/** A square button with a picture only needs `aria-label`. */
export function Button({
  variant,
  size,
  block,
  square,
  icon,
  children,
  className,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={buttonClass({ variant, size, block, square }, className)}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}

export type ButtonLinkProps = Shared & {
  href: string;
  download?: boolean | undefined;
  rel?: string | undefined;
  "aria-label"?: string | undefined;
  "aria-current"?: "page" | "true" | "step" | undefined;
  "aria-describedby"?: string | undefined;
};

/** Loads a page anew, without JavaScript. Inside a signed-in area LinkButton keeps the shell standing. */
export function ButtonLink({
  variant,
  size,
  block,
  square,
  icon,
  children,
  className,
  ...rest
}: ButtonLinkProps) {
  return (
    <a className={buttonClass({ variant, size, block, square }, className)} {...rest}>
      {icon}
      {children}
    </a>
  );
}
