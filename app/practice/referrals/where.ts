import { InboxPage, type InboxTab } from "@/lib/referrals/schema";

/** Tab and page of an address; what makes no sense is the first page of the first tab. */
export function whereIn(search: Record<string, string | string[] | undefined>): {
  tab: InboxTab;
  page: number;
} {
  const read = InboxPage.safeParse({ tab: search.tab, page: search.page ?? 1 });
  return read.success ? read.data : { tab: "waiting", page: 1 };
}
