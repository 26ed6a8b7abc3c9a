import { asc, count, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { practices, practitioners } from "@/db/schema";
import { isAdmin } from "@/lib/core/actor";
import { pageNumber } from "@/lib/core/text";
import { query } from "@/lib/work/query";

const PAGE = 50;

/** Who uses this installation. Administrators see practices and their public people, no families. */
export const allPractices = query({
  name: "practices.all",
  allow: isAdmin,
  input: z.strictObject({ page: pageNumber }),
  run: async ({ tx }, { page }) => {
    const rows = await tx
      .select({
        practiceId: practices.practiceId,
        name: practices.name,
        country: practices.country,
        zone: practices.timeZone,
        since: practices.createdAt,
        practitioners: count(practitioners.id),
        published: sql<number>`count(${practitioners.publishedAt})::int`,
      })
      .from(practices)
      .leftJoin(practitioners, eq(practitioners.practiceId, practices.practiceId))
      .groupBy(practices.practiceId)
      .orderBy(asc(sql`lower(${practices.name})`), asc(practices.practiceId))
      .limit(PAGE + 1)
      .offset((page - 1) * PAGE);
    return { items: rows.slice(0, PAGE), more: rows.length > PAGE };
  },
});

/** Names for a choice of one practice. */
export const practiceNames = query({
  name: "practices.names",
  allow: isAdmin,
  input: z.strictObject({}),
  run: ({ tx }) =>
    tx
      .select({ practiceId: practices.practiceId, name: practices.name })
      .from(practices)
      .orderBy(asc(sql`lower(${practices.name})`))
      .limit(500),
});
