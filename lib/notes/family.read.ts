import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { babies, bookings, clients, noteSummaries, practitioners, users } from "@/db/schema";
import { isParent } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { query } from "@/lib/work/query";
import { openDataKeys } from "@/lib/work/vault";
import { authorName } from "./read";
import { openWords } from "./record";

/**
 * What the practitioner wrote for the family about a lesson: the newest of each note, and nothing else of it. Whether
 * this guardian may see is row-level security's (my_clients).
 */
export const lessonSummaries = query({
  name: "notes.family_summaries",
  allow: isParent,
  input: z.strictObject({ bookingId: id("booking") }),
  run: async ({ tx }, { bookingId }) => {
    const rows = await tx
      .select({
        row: noteSummaries,
        dataKeyId: clients.dataKeyId,
        baby: babies.firstName,
        by: authorName,
      })
      .from(bookings)
      .innerJoin(
        noteSummaries,
        and(
          eq(noteSummaries.practiceId, bookings.practiceId),
          eq(noteSummaries.lessonId, bookings.lessonId),
          // By the baby, not by the record: a lesson may have been booked in another record of the family.
          sql`exists (select from booking_babies bb where bb.practice_id = ${bookings.practiceId}
            and bb.booking_id = ${bookings.id} and bb.baby_id = ${noteSummaries.babyId})`,
        ),
      )
      .innerJoin(
        clients,
        and(
          eq(clients.practiceId, noteSummaries.practiceId),
          eq(clients.id, noteSummaries.clientId),
        ),
      )
      .innerJoin(
        babies,
        and(eq(babies.practiceId, noteSummaries.practiceId), eq(babies.id, noteSummaries.babyId)),
      )
      .innerJoin(users, eq(users.id, noteSummaries.authorUserId))
      .leftJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, noteSummaries.practiceId),
          eq(practitioners.userId, noteSummaries.authorUserId),
        ),
      )
      .where(eq(bookings.id, bookingId))
      .orderBy(desc(noteSummaries.sentAt), desc(noteSummaries.id))
      .limit(20);
    const newest = rows.filter(
      ({ row }, at) => rows.findIndex((one) => one.row.noteId === row.noteId) === at,
    );
    const [first] = newest;
    if (!first) return [];
    const keys = await openDataKeys(
      tx,
      first.row.practiceId,
      newest.map(({ dataKeyId }) => dataKeyId),
    );
    return newest.flatMap(({ row, dataKeyId, baby, by }) => {
      const key = keys.get(dataKeyId);
      if (!key) return [];
      const words = openWords(key, "note_summaries", row.id, row.body);
      const { practiceId, babyId } = row;
      return [{ id: row.id, practiceId, babyId, baby, by, sentAt: row.sentAt, words }];
    });
  },
  log: (found) =>
    found.map(({ practiceId, babyId, id: summaryId }) => ({
      practiceId,
      babyId,
      detail: { part: "summary", summaryId },
    })),
});
