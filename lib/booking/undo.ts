import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { lessons } from "@/db/schema";
import { statement } from "@/db/statement";
import { Refusal } from "@/lib/core/refusal";
import { wallOf, type Zone } from "@/lib/core/time";
import { UNDO_MS } from "./change.rules";

/** What moveByStaff writes into the trail, for whoever takes the move back. */
const Written = z.object({
  version: z.int(),
  from: z.iso.datetime(),
  fromMinutes: z.number(),
  fromPractitioner: z.uuid().optional(),
  over: z.array(z.string()).default([]),
  confirmed: z.array(z.string()).default([]),
  answerBy: z.iso.datetime().optional(),
});

export type Before = {
  startsAt: Date;
  minutes: number;
  practitionerId: string;
  /** What lay over or under it there. */
  over: readonly string[];
  /** When which booking's family had said that it comes. */
  confirmed: ReadonlyMap<string, Date>;
  /** Until when it was to be answered there, if it is a request. */
  answerBy: Date | null;
};

type Lesson = typeof lessons.$inferSelect;

/**
 * Where a lesson was before staff moved it a moment ago. Going back there needs no reason of its own; anywhere else, and
 * once the family is about to be told, it is a move like every other.
 */
export async function placeBefore(
  tx: Tx,
  lesson: Lesson,
  asked: { day: string; time: string; zone: Zone },
  now: Date,
): Promise<Before> {
  const [row] = await tx.execute<{ at: string | Date; detail: unknown }>(
    sql`select at, detail from last_move(${lesson.practiceId}::uuid, ${lesson.id}::uuid)`,
  );
  const move = Written.safeParse(row?.detail).data;
  const over = (): Refusal => new Refusal("too_late", "calendar:errors.moveUndoOver");
  if (!row || !move || move.version !== lesson.version) throw over();
  if (new Date(row.at).getTime() + UNDO_MS < now.getTime()) throw over();
  const startsAt = new Date(move.from);
  const was = wallOf(startsAt, asked.zone);
  if (was.day !== asked.day || was.time !== asked.time) throw over();
  return {
    startsAt,
    minutes: move.fromMinutes,
    practitionerId: move.fromPractitioner ?? lesson.practitionerId,
    over: move.over,
    confirmed: new Map(
      move.confirmed.flatMap((one) => {
        const [id, at] = one.split(" ");
        return id && at ? [[id, new Date(at)] as const] : [];
      }),
    ),
    answerBy: move.answerBy ? new Date(move.answerBy) : null,
  };
}

const lessonsIn = statement(
  ["practiceId", "practitionerId", "id", "from", "until"],
  (db, { practiceId, practitionerId, id, from, until }) =>
    db
      .select({ id: lessons.id })
      .from(lessons)
      .where(
        and(
          eq(lessons.practiceId, practiceId),
          eq(lessons.practitionerId, practitionerId),
          ne(lessons.id, id),
          inArray(lessons.status, ["held", "requested", "confirmed", "completed", "no_show"]),
          sql`${lessons.blockedFrom} < ${until}::timestamptz`,
          sql`${lessons.blockedUntil} > ${from}::timestamptz`,
          sql`(${lessons.status} <> 'held' or ${lessons.holdExpiresAt} > clock_timestamp())`,
        ),
      )
      .orderBy(lessons.id),
);

/** What else takes a practitioner's time between two instants. */
export async function lyingThere(
  tx: Tx,
  { practiceId, id, practitionerId }: Pick<Lesson, "practiceId" | "id" | "practitionerId">,
  { blockedFrom, blockedUntil }: Pick<Lesson, "blockedFrom" | "blockedUntil">,
): Promise<string[]> {
  const found = await lessonsIn(tx, {
    ...{ practiceId, practitionerId, id },
    from: blockedFrom.toISOString(),
    until: blockedUntil.toISOString(),
  });
  return found.map((row) => row.id);
}
