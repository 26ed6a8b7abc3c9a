import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link within the app. It fetches its page when it is followed: by itself Next fetches parts of every page that is in
 * sight, some forty requests for a day of lessons, over a parent's mobile line, and none of them the page itself.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
