import { and, eq } from "drizzle-orm";
import { bookingBabies, bookings, lessons, notesNotNeeded } from "@/db/schema";
import { isClinician } from "@/lib/core/actor";
import { notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { babyOfBooking, bookingOfLesson, isNoted, tookPlace } from "./list.read";
import { NoNoteNeeded, NotedLesson } from "./schema";

/**
 * This lesson needs no note: it was only talked, it was entered by mistake, the note is elsewhere, or the family took
 * back its consent. It leaves the list of lessons without a note, and can be put back.
 */
export const markNotNeeded = command({
  name: "notes.mark_not_needed",
  allow: isClinician,
  input: NoNoteNeeded,
  run: async ({ actor, tx, now, audit }, { bookingId, babyId, reason }) => {
    const { practiceId, userId } = actor;
    const ever = new Date(0);
    const [row] = await tx
      .select({ lessonId: lessons.id, clientId: bookingBabies.clientId, noted: isNoted(ever) })
      .from(lessons)
      .innerJoin(bookings, bookingOfLesson)
      .innerJoin(bookingBabies, babyOfBooking)
      .where(
        and(
          tookPlace(actor, ever, now),
          eq(bookings.id, bookingId),
          eq(bookingBabies.babyId, babyId),
        ),
      );
    if (!row) throw notFound();
    if (row.noted) throw new Refusal("conflict", "notes:errors.hasNote");
    const { lessonId, clientId } = row;
    const made = await tx
      .insert(notesNotNeeded)
      .values({ practiceId, lessonId, babyId, clientId, reason, byUserId: userId })
      .onConflictDoNothing();
    // Said already, by whomever: that is what was asked for.
    audit({ type: "baby", id: babyId }, { lessonId, reason, marked: made.count });
    return { bookingId: bookingId as string };
  },
});

/** Back on the list. */
export const unmarkNotNeeded = command({
  name: "notes.unmark_not_needed",
  allow: isClinician,
  input: NotedLesson,
  run: async ({ actor, tx, audit }, { bookingId, babyId }) => {
    const { practiceId } = actor;
    const [row] = await tx
      .select({ lessonId: bookings.lessonId })
      .from(bookings)
      .innerJoin(bookingBabies, babyOfBooking)
      .where(
        and(
          eq(bookings.practiceId, practiceId),
          eq(bookings.id, bookingId),
          eq(bookingBabies.babyId, babyId),
        ),
      );
    if (!row) throw notFound();
    const { lessonId } = row;
    const gone = await tx
      .delete(notesNotNeeded)
      .where(
        and(
          eq(notesNotNeeded.practiceId, practiceId),
          eq(notesNotNeeded.lessonId, lessonId),
          eq(notesNotNeeded.babyId, babyId),
        ),
      );
    audit({ type: "baby", id: babyId }, { lessonId, unmarked: gone.count });
    return { bookingId: bookingId as string };
  },
});
