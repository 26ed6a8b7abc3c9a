import { z } from "zod";
import { id } from "@/lib/core/id";

export const FEED_DETAILS = ["busy", "initials", "names"] as const;
/** What an event of a feed says: that time is taken, somebody's initials, or a grown-up's name. Never a baby's. */
export type FeedDetail = (typeof FEED_DETAILS)[number];
const detail = z.enum(FEED_DETAILS, "calendars:errors.detail");

export const MakeFeed = z.strictObject({ detail: detail.default("busy") });
export const ChangeFeed = z.strictObject({ feedId: id("feed"), detail });
export const OneFeed = z.strictObject({ feedId: id("feed") });
