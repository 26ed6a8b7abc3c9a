import { Link } from "@/components/ui/link";
import type { ButtonLinkProps } from "./button";
import { buttonClass } from "./button-class";

/**
 * A ButtonLink that changes only the page inside its shell. It brings 3.3 kB of JavaScript, half of what a public page
 * may add, so it is for /practice, /family and /admin.
 */
export function LinkButton({
  variant,
  size,
  block,
  square,
  icon,
  children,
  className,
  ...rest
}: Omit<ButtonLinkProps, "download">) {
  return (
    <Link className={buttonClass({ variant, size, block, square }, className)} {...rest}>
      {icon}
      {children}
    </Link>
  );
}
