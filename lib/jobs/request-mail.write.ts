import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { guardians, lessons, links, practiceMembers, practitioners, users } from "@/db/schema";
import { linkSecret } from "@/lib/accounts/links";
import { type BookingMailFacts, bookingMailFacts } from "@/lib/booking/mail-facts";
import { rowsOf } from "@/lib/booking/trail.read";
import { askedFor } from "@/lib/booking/trail.rules";
import type { Recipient } from "@/lib/clients/mail-facts";
import { isSystem } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { instantOf, wallOf } from "@/lib/core/time";
import { mailLinks } from "@/lib/messaging/links";
import { type Draft, queueMails } from "@/lib/messaging/outbox";
import { copiesMail, type RequestEvent, requestMail } from "@/lib/messaging/templates/request";
import { mailWords } from "@/lib/messaging/words";
import { command } from "@/lib/work/command";

type Letter = {
  event: RequestEvent;
  /** Its words, where they are not those of the event. */
  words?: RequestEvent;
  to: readonly Recipient[];
  link: string;
  family: boolean;
};

/** A lesson that somebody asks for, to both sides; what became of it; and a lesson given back after a bereavement. */
export const queueRequest = command({
  name: "messaging.queue_request",
  allow: isSystem,
  input: z.strictObject({
    practiceId: id("practice"),
    bookingId: id("booking"),
    event: z.enum(["asked", "declined", "unanswered", "given_back"]),
    sequence: z.int().min(0),
    by: z.literal("practice").optional(),
    times: z.array(z.int()).max(3).default([]),
  }),
  run: async (work, { practiceId, bookingId, ...happening }) => {
    const facts = await bookingMailFacts(work.tx, { practiceId, bookingId });
    const letters = facts ? await requestLetters(work.tx, facts, happening) : [];
    const queued = await queueMails(work, letters);
    work.audit({ type: "booking", id: bookingId }, { event: happening.event, queued });
  },
});

type Asking = "asked" | "declined" | "unanswered" | "given_back";
type Happening = {
  event: Asking;
  sequence: number;
  by?: "practice" | undefined;
  times: readonly number[];
};

/** To whom what is written about a request. */
export async function requestLetters(
  tx: Tx,
  facts: BookingMailFacts,
  { event, sequence, by, times }: Happening,
): Promise<Draft[]> {
  const { practiceId, bookingId } = facts;
  const [lesson] = await tx
    .select()
    .from(lessons)
    .where(and(eq(lessons.practiceId, practiceId), eq(lessons.id, facts.lessonId)));
  // A late job must not say what is no longer so: what happened since brings its own mail.
  if (!lesson || (facts.status === "requested") !== (event === "asked")) return [];
  const asked = askedFor(event === "asked" ? await rowsOf(tx, practiceId, bookingId) : []);
  // Moved and moved back: nothing has changed for anybody.
  if (by === "practice" && !asked.news) return [];
  const all = await lettersOf(tx, event, facts, lesson.practitionerId, asked.byStaff);
  // Staff need not be asked to answer what they moved themselves; a colleague whom they gave it to hears of it.
  const letters = all.filter(({ family }) => family || by !== "practice" || asked.handed);
  return letters.flatMap((letter) =>
    letter.to.map((reader) => ({
      practiceId,
      clientId: letter.family ? facts.clientId : null,
      template: `booking_${letter.event}`,
      about: bookingId,
      to: reader.email,
      dedupe: `booking_${letter.event}:${bookingId}:${sequence}:${reader.email}`,
      mail: requestMail(
        mailWords(reader.locale ?? facts.locale),
        letter.words ?? letter.event,
        facts,
        {
          answerBy: lesson.answerBy,
          link: letter.link,
          times: timesIn(facts, lesson, times),
        },
      ),
    })),
  );
}

/** Each free time with the address that has it chosen already; whether it is still free, that page knows. */
const timesIn = (
  { practitionerSlug, timeZone }: BookingMailFacts,
  { serviceId }: typeof lessons.$inferSelect,
  times: readonly number[],
) =>
  times.map((minute) => {
    const startsAt = instantOf(minute);
    const { day } = wallOf(startsAt, timeZone);
    const url = mailLinks.freeTime(practitionerSlug, serviceId ?? "", day, minute);
    return { startsAt, url };
  });

async function lettersOf(
  tx: Tx,
  event: Asking,
  facts: BookingMailFacts,
  practitionerId: string,
  /** Staff put it where it is: the family never asked for that time. */
  byStaff: boolean,
): Promise<Letter[]> {
  const { practiceId, bookingId, manageSecret, recipients } = facts;
  const find = mailLinks.practitioner(facts.practitionerSlug);
  const own = manageSecret ? mailLinks.booking(manageSecret) : find;
  const family = (one: RequestEvent, link: string): Letter => ({
    event: one,
    to: recipients,
    link,
    family: true,
  });
  const practice = async (one: RequestEvent): Promise<Letter> => ({
    event: one,
    to: await practitionerOf(tx, practiceId, practitionerId),
    link: mailLinks.ownBooking(bookingId),
    family: false,
  });
  switch (event) {
    case "asked":
      return [
        { ...family("asked", own), words: byStaff ? "placed" : "asked" },
        await practice("please"),
      ];
    case "declined":
      return [family("declined", own)];
    case "unanswered":
      return [family("unanswered", find)];
    case "given_back":
      return [await practice("given_back")];
  }
}

/** Whoever teaches the lesson; the owners where that person has no account. */
async function practitionerOf(
  tx: Tx,
  practiceId: string,
  practitionerId: string,
): Promise<Recipient[]> {
  const people = await tx
    .select({
      role: practiceMembers.role,
      teaches: sql<boolean>`${practitioners.id} is not null`,
      email: users.email,
      name: users.name,
      locale: users.locale,
    })
    .from(practiceMembers)
    .innerJoin(users, eq(users.id, practiceMembers.userId))
    .leftJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, practiceMembers.practiceId),
        eq(practitioners.userId, practiceMembers.userId),
        eq(practitioners.id, practitionerId),
      ),
    )
    .where(
      and(
        eq(practiceMembers.practiceId, practiceId),
        isNull(practiceMembers.deactivatedAt),
        isNull(users.deactivatedAt),
      ),
    );
  const own = people.filter((one) => one.teaches);
  const told = own.length > 0 ? own : people.filter((one) => one.role === "owner");
  return told.map(({ email, name, locale }) => ({ email, name, locale }));
}

/** Asks another guardian whether copies may go to them: one mail, to an address that somebody else gave. */
export const queueCopies = command({
  name: "messaging.queue_copies",
  allow: isSystem,
  input: z.strictObject({ practiceId: id("practice"), guardianId: id("guardian") }),
  run: async (work, { practiceId, guardianId }) => {
    const { tx } = work;
    const [guardian] = await tx
      .select()
      .from(guardians)
      .where(and(eq(guardians.practiceId, practiceId), eq(guardians.id, guardianId)));
    const [asked] = await tx.execute<{ asked_by: string | null; practice: string; locale: string }>(
      sql`select asked_by, practice, locale from copies_question(${practiceId}::uuid, ${guardianId}::uuid)`,
    );
    const [link] = await tx
      .select()
      .from(links)
      .where(
        and(
          eq(links.practiceId, practiceId),
          eq(links.kind, "copies"),
          eq(links.subjectId, guardianId),
          isNull(links.revokedAt),
        ),
      )
      .orderBy(desc(links.createdAt))
      .limit(1);
    const queued =
      guardian?.email && asked && link && !guardian.copiesSince
        ? await queueMails(work, [
            {
              practiceId,
              template: "copies",
              to: guardian.email,
              dedupe: `copies:${link.id}`,
              mail: copiesMail(mailWords(guardian.locale ?? asked.locale), {
                asked: asked.asked_by ?? asked.practice,
                practice: asked.practice,
                link: mailLinks.copies(linkSecret(link)),
              }),
            },
          ])
        : 0;
    work.audit({ type: "guardian", id: guardianId }, { queued });
  },
});
