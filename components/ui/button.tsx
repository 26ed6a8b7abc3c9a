import Link from "next/link";
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
  /** A plain link loads the page anew: for downloads, and pages in another shell. */
  plain?: boolean | undefined;
  download?: boolean | undefined;
  "aria-label"?: string | undefined;
  "aria-current"?: "page" | "true" | "step" | undefined;
  "aria-describedby"?: string | undefined;
};

export function ButtonLink({
  variant,
  size,
  block,
  square,
  icon,
  children,
  className,
  plain,
  ...rest
}: ButtonLinkProps) {
  const look = buttonClass({ variant, size, block, square }, className);
  const inside = (
    <>
      {icon}
      {children}
    </>
  );
  return plain || rest.download ? (
    <a className={look} {...rest}>
      {inside}
    </a>
  ) : (
    <Link className={look} {...rest}>
      {inside}
    </Link>
  );
}
