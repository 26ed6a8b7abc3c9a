import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { bookings, clients, lessons, practiceMembers, practitioners, users } from "@/db/schema";
import type { Recipient } from "@/lib/clients/mail-facts";

export type NoticeEvent = "booked" | "moved" | "cancelled";
export type NoticeReader = Recipient & { userId: string };
export type Notices = { family: string; readers: NoticeReader[] };

const HOUR = 3_600_000;
const columnOf = {
  booked: practiceMembers.noticeBookedHours,
  moved: practiceMembers.noticeMovedHours,
  cancelled: practiceMembers.noticeCancelledHours,
} as const;

/** Practitioners hear of their own lessons, owner and front desk of everybody's. */
const concerns = (
  member: { role: "owner" | "practitioner" | "front_desk"; userId: string },
  practitionerUser: string | null,
): boolean => member.role !== "practitioner" || member.userId === practitionerUser;

/**
 * Staff who asked to be told what a family did by itself, for lessons that begin within the hours that each of them
 * chose (feature e16). What staff did themselves is told to nobody.
 */
export async function noticesOf(
  tx: Tx,
  at: { practiceId: string; bookingId: string },
  event: NoticeEvent,
  by: "family" | "practice" | undefined,
  now: Date,
): Promise<Notices> {
  const { practiceId } = at;
  const [row] = await tx
    .select({
      source: bookings.source,
      cancelledBy: bookings.cancelledBy,
      startsAt: lessons.startsAt,
      family: clients.name,
      practitionerUser: practitioners.userId,
    })
    .from(bookings)
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .innerJoin(
      clients,
      and(eq(clients.practiceId, bookings.practiceId), eq(clients.id, bookings.clientId)),
    )
    .innerJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, lessons.practiceId),
        eq(practitioners.id, lessons.practitionerId),
      ),
    )
    .where(and(eq(bookings.practiceId, practiceId), eq(bookings.id, at.bookingId)));
  const nobody = { family: row?.family ?? "", readers: [] };
  if (!row || row.startsAt <= now) return nobody;
  const theirs = {
    booked: row.source !== "staff" && by !== "practice",
    moved: by === "family",
    cancelled: row.cancelledBy === "family",
  }[event];
  if (!theirs) return nobody;
  const members = await tx
    .select({
      userId: users.id,
      role: practiceMembers.role,
      email: users.email,
      name: users.name,
      locale: users.locale,
      hours: columnOf[event],
    })
    .from(practiceMembers)
    .innerJoin(users, eq(users.id, practiceMembers.userId))
    .where(
      and(
        eq(practiceMembers.practiceId, practiceId),
        isNull(practiceMembers.deactivatedAt),
        isNull(users.deactivatedAt),
      ),
    );
  const readers = members.filter(
    (member) =>
      member.hours !== null &&
      row.startsAt.getTime() - now.getTime() <= member.hours * HOUR &&
      concerns(member, row.practitionerUser),
  );
  return {
    family: row.family,
    readers: readers.map(({ userId, email, name, locale }) => ({ userId, email, name, locale })),
  };
}
