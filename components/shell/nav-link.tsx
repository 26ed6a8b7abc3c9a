"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

export type NavLinkProps = {
  href: string;
  /** Only this very address is "here": for the first page of a shell. */
  exact?: boolean | undefined;
  /** Other addresses that belong to this item. */
  also?: readonly string[] | undefined;
  className?: string | undefined;
  children: ReactNode;
};

const within = (path: string, root: string): boolean =>
  path === root || path.startsWith(`${root}/`);

/** Knows by itself whether the reader is there. */
export function NavLink({ href, exact, also = [], className, children }: NavLinkProps) {
  const path = usePathname();
  const here = path === href || (!exact && [href, ...also].some((root) => within(path, root)));
  return (
    <Link href={href} className={className} aria-current={here ? "page" : undefined}>
      {children}
    </Link>
  );
}
