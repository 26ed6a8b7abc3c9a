import type { SQL } from "drizzle-orm";
import { bookingBabies, bookings, type HeardFrom, links } from "@/db/schema";
import { newLink } from "@/lib/accounts/links";
import type { Actor } from "@/lib/core/actor";
import { type Id, newId, newReference } from "@/lib/core/id";
import type { Work } from "@/lib/work/command";
import { into, type Rows } from "@/lib/work/rows";
import { type DataKey, seal } from "@/lib/work/vault";
import { afterUndo } from "./change.rules";
import type { Offer } from "./offer";
import { LINK_DAYS_AFTER } from "./rules";

export type BookingFacts = {
  offer: Offer;
  lessonId: string;
  startsAt: Date;
  clientId: string;
  /** Who of the family books; nobody where staff do. */
  guardianId?: string | null | undefined;
  babyIds: readonly string[];
  dataKey: DataKey;
  source: "public" | "family" | "staff" | "referral";
  referralId?: string | null | undefined;
  familyNote?: string | undefined;
  visitAddress?: string | undefined;
  heardFrom?: HeardFrom | undefined;
  /** The practitioner says yes first. */
  requested?: boolean | undefined;
  /** Since when it may be taken back for some minutes, before the family is told; else it is told at once. */
  undoFrom?: Date;
};
export type Placed = { bookingId: Id<"booking">; reference: string; secret: string };

const DAY_MS = 86_400_000;

/**
 * A family's seat in a lesson: the booking, its babies, the link that opens it, the audit row and the mail. `family` are
 * rows that come with it, such as those of a new family. `time` takes the lesson's time (takingTime) where it is not won
 * already: all of it is one statement, and null when somebody else has the time. `more` as in Work.write().
 */
export async function placeBooking(
  work: Pick<Work<Actor>, "audit" | "enqueue" | "write">,
  facts: BookingFacts,
  {
    family = [],
    time,
    more,
  }: { family?: readonly Rows[]; time?: SQL | undefined; more?: boolean } = {},
): Promise<Placed | null> {
  const { offer, clientId, dataKey } = facts;
  const { practiceId } = offer;
  const bookingId = newId<"booking">();
  const reference = newReference();
  const sealed = (column: string, text: string | undefined) =>
    text === undefined ? null : seal(dataKey, { table: "bookings", column, id: bookingId }, text);
  const ends = facts.startsAt.getTime() + offer.timing.durationMinutes * 60_000;
  const { secret, row: link } = newLink({
    practiceId,
    kind: "booking",
    subjectId: bookingId,
    expiresAt: new Date(ends + LINK_DAYS_AFTER * DAY_MS),
  });

  const booking = into(bookings, {
    practiceId,
    id: bookingId,
    lessonId: facts.lessonId,
    clientId,
    guardianId: facts.guardianId ?? null,
    referralId: facts.referralId ?? null,
    reference,
    status: facts.requested ? "requested" : "booked",
    source: facts.source,
    heardFrom: facts.heardFrom ?? null,
    priceMinor: offer.priceMinor,
    currency: offer.currency,
    cancelHours: offer.cancelHours,
    graceMinutes: offer.graceMinutes,
    lateFeePercent: offer.lateFeePercent,
    illnessFree: offer.illnessFree,
    familyNote: sealed("family_note", facts.familyNote),
    visitAddress: sealed("visit_address", facts.visitAddress),
  });
  const seats = facts.babyIds.map((babyId) => ({ practiceId, bookingId, babyId, clientId }));
  const rows = [...family, booking, into(bookingBabies, ...seats), into(links, link)];
  const told = () => {
    work.audit(
      { type: "booking", id: bookingId },
      {
        lessonId: facts.lessonId,
        clientId,
        source: facts.source,
        babies: facts.babyIds.length,
        hasNote: facts.familyNote !== undefined,
        startsAt: facts.startsAt.toISOString(),
        ...(facts.requested && { requested: true }),
      },
    );
    if (facts.requested)
      work.enqueue("mail.request", { practiceId, bookingId, event: "asked", sequence: 0 });
    else
      work.enqueue(
        "mail.booking",
        { practiceId, bookingId, event: "booked", sequence: 0 },
        facts.undoFrom ? afterUndo(bookingId, facts.undoFrom) : {},
      );
  };
  if (!(await work.write(rows, told, { when: time, more }))) return null;
  return { bookingId, reference, secret };
}
