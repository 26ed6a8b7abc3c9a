/** The page of ours that the form was on, with what was asked there; the first page when the browser does not say. */
export function backTo(referer: string | null, site: string): string {
  if (!referer || !URL.canParse(referer)) return "/";
  const { origin, pathname, search } = new URL(referer);
  // Two slashes at the front would name another host.
  return origin === new URL(site).origin && /^\/(?!\/)/.test(pathname) ? pathname + search : "/";
}
