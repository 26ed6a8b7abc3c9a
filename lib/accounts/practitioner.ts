import { and, eq, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { lessons, practiceMembers, practitioners } from "@/db/schema";
import { statement } from "@/db/statement";
import { newId } from "@/lib/core/id";
import { ALL_HOURS, slugOf } from "./rules";

/**
 * A page of their own for a member who is to teach; hidden until they publish it. The address may not be taken twice.
 * They hear of every booking, move and cancellation until they choose otherwise.
 */
export async function makePractitioner(
  tx: Tx,
  person: { practiceId: string; userId: string; name: string },
): Promise<string> {
  const id = newId<"practitioner">();
  const base = slugOf(person.name) || "practitioner";
  for (let attempt = 0; ; attempt++) {
    const slug = attempt === 0 ? base : `${base}-${attempt + 1}`;
    const made = await tx
      .insert(practitioners)
      .values({
        practiceId: person.practiceId,
        id,
        userId: person.userId,
        slug,
        displayName: person.name,
      })
      .onConflictDoNothing({ target: practitioners.slug });
    if (made.count > 0) break;
  }
  await tx
    .update(practiceMembers)
    .set({
      noticeBookedHours: sql`coalesce(${practiceMembers.noticeBookedHours}, ${ALL_HOURS})`,
      noticeMovedHours: sql`coalesce(${practiceMembers.noticeMovedHours}, ${ALL_HOURS})`,
      noticeCancelledHours: sql`coalesce(${practiceMembers.noticeCancelledHours}, ${ALL_HOURS})`,
    })
    .where(
      and(
        eq(practiceMembers.practiceId, person.practiceId),
        eq(practiceMembers.userId, person.userId),
      ),
    );
  return id;
}

/**
 * The public page of somebody who teaches here no longer comes down, and the times that families hold with them are
 * free again. Lessons that are booked stay until somebody hands them over or cancels them.
 */
export async function stopTeaching(
  tx: Tx,
  { practiceId, userId }: { practiceId: string; userId: string },
): Promise<{ unpublished: number; released: number }> {
  const theirs = and(eq(practitioners.practiceId, practiceId), eq(practitioners.userId, userId));
  // Locked before it is asked whether it is public: somebody may be publishing it at this moment.
  const pages = await tx
    .select({ id: practitioners.id })
    .from(practitioners)
    .where(theirs)
    .orderBy(practitioners.id)
    .for("update");
  const down = await tx
    .update(practitioners)
    .set({ publishedAt: null })
    .where(and(theirs, isNotNull(practitioners.publishedAt)));
  let released = 0;
  for (const { id } of pages) {
    const held = await tx
      .update(lessons)
      .set({ status: "expired", holdExpiresAt: null })
      .where(
        and(
          eq(lessons.practiceId, practiceId),
          eq(lessons.practitionerId, id),
          eq(lessons.status, "held"),
        ),
      );
    released += held.count;
  }
  return { unpublished: down.count, released };
}

/** The same of each practitioner of a question, for lists. */
export const teachesNow = sql<boolean>`(practitioners.user_id is null or exists (select 1 from practice_members m
  where m.practice_id = practitioners.practice_id and m.user_id = practitioners.user_id
    and m.deactivated_at is null and m.role <> 'front_desk'))`;

const teacherHere = statement(
  ["practiceId", "practitionerId"],
  (db, { practiceId, practitionerId }) =>
    db
      .select({ id: practitioners.id })
      .from(practitioners)
      .leftJoin(
        practiceMembers,
        and(
          eq(practiceMembers.practiceId, practitioners.practiceId),
          eq(practiceMembers.userId, practitioners.userId),
          isNull(practiceMembers.deactivatedAt),
          ne(practiceMembers.role, "front_desk"),
        ),
      )
      .where(
        and(
          eq(practitioners.practiceId, practiceId),
          eq(practitioners.id, practitionerId),
          or(isNull(practitioners.userId), isNotNull(practiceMembers.id)),
        ),
      ),
);

/** Whether a page belongs to somebody who teaches here now; one without an account is the owner's to look after. */
export async function teachesHere(
  tx: Tx,
  { practiceId, practitionerId }: { practiceId: string; practitionerId: string },
): Promise<boolean> {
  const [row] = await teacherHere(tx, { practiceId, practitionerId });
  return row !== undefined;
}
