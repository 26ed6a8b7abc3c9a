"use client";

import NextLink, { useLinkStatus } from "next/link";
import { type ComponentProps, useLayoutEffect } from "react";
import { follow } from "./following";

/**
 * A link within the app. It fetches its page when it is followed: by itself Next fetches parts of every page that is in
 * sight, some forty requests for a day of lessons, over a parent's mobile line, and none of them the page itself.
 * While it is fetched, the shell shows the boxes of that page (see docs/decisions/0032-a-page-shows-its-boxes-while-it-is-fetched.md).
 */
export function Link({ children, ...props }: ComponentProps<typeof NextLink>) {
  const { href } = props;
  return (
    <NextLink prefetch={false} {...props}>
      {children}
      <Following href={typeof href === "string" ? href : (href.pathname ?? "")} />
    </NextLink>
  );
}

function Following({ href }: { href: string }) {
  const { pending } = useLinkStatus();
  // Before paint: the boxes go in the same frame as the page comes.
  useLayoutEffect(() => (pending ? follow(href) : undefined), [pending, href]);
  return null;
}
