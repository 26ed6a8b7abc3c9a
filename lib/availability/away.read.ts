import { and, eq, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { practices, practitioners } from "@/db/schema";
import { anyone } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { slug, wholeNumber } from "@/lib/core/text";
import { addDays, type Day, day, startOfDay, today, wallOf } from "@/lib/core/time";
import { query } from "@/lib/work/query";

type Row = {
  starts_at: string | Date;
  ends_at: string | Date;
  time_zone: string;
  colleague: string | null;
  slug: string | null;
};
export type Absence = {
  from: Day;
  /** The last day of it. */
  until: Day;
  /** Who teaches meanwhile, while families can find and book her. */
  colleague: { name: string; slug: string } | null;
};

/** Whether a practitioner is away with somebody who teaches meanwhile: when, and never what for. */
export const awayTimes = query({
  name: "availability.away",
  allow: anyone,
  input: z.strictObject({ slug, from: day.optional(), days: wholeNumber(1, 93).default(1) }),
  run: async ({ tx, now }, input): Promise<{ name: string; absences: Absence[] }> => {
    const [person] = await tx
      .select({
        id: practitioners.id,
        name: practitioners.displayName,
        zone: practices.timeZone,
      })
      .from(practitioners)
      .innerJoin(practices, eq(practices.practiceId, practitioners.practiceId))
      .where(and(eq(practitioners.slug, input.slug), isNotNull(practitioners.publishedAt)));
    if (!person) throw notFound();
    const first = input.from ?? today(now, person.zone);
    const range = [first, addDays(first, input.days)].map((on) =>
      startOfDay(on, person.zone).toISOString(),
    );
    const rows = await tx.execute<Row>(
      sql`select * from absences(${person.id}::uuid, ${range[0]}::timestamptz, ${range[1]}::timestamptz)`,
    );
    return {
      name: person.name,
      absences: rows.map((row) => ({
        from: wallOf(new Date(row.starts_at), row.time_zone).day,
        until: wallOf(new Date(new Date(row.ends_at).getTime() - 60_000), row.time_zone).day,
        colleague: row.colleague && row.slug ? { name: row.colleague, slug: row.slug } : null,
      })),
    };
  },
});
