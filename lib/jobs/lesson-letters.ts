import { claimTokens } from "@/lib/accounts/tokens";
import type { BookingMailFacts } from "@/lib/booking/mail-facts";
import type { Actor } from "@/lib/core/actor";
import { unheard } from "@/lib/messaging/leave.write";
import { mailLinks } from "@/lib/messaging/links";
import { type NoticeEvent, noticesOf } from "@/lib/messaging/notices";
import type { Draft } from "@/lib/messaging/outbox";
import { ownWordsOf } from "@/lib/messaging/own";
import { type BookingEvent, bookingMail } from "@/lib/messaging/templates/booking";
import { noticeMail } from "@/lib/messaging/templates/notice";
import { lessonText } from "@/lib/messaging/templates/text";
import { mailWords } from "@/lib/messaging/words";
import type { Work } from "@/lib/work/command";
import { lessonInvite } from "./calendar";
import { formsLinks } from "./forms-mail.write";

type Happening = { event: BookingEvent; sequence: number; by?: "family" | "practice" | undefined };

/** What is written about a booking that was made, moved or cancelled: to the family, and to staff who asked for it. */
export async function lessonLetters(
  { tx, now }: Pick<Work<Actor>, "tx" | "now">,
  facts: BookingMailFacts,
  happening: Happening,
): Promise<Draft[]> {
  const { event, sequence } = happening;
  const { practiceId, bookingId, clientId } = facts;
  const own = await ownWordsOf(tx, practiceId);
  const links = {
    manage: facts.manageSecret && mailLinks.booking(facts.manageSecret),
    find: mailLinks.practitioner(facts.practitionerSlug),
  };
  // Whoever has heard of no time yet, because what was written of it still waits here, is told of this one as the first.
  const first = event === "moved" ? await unheard(tx, facts) : new Set<string>();
  const eventFor = (to: string): BookingEvent => (first.has(to) ? "booked" : event);
  const about = (reader: string) => {
    const template = `booking_${eventFor(reader)}` as const;
    const dedupe = `${template}:${bookingId}:${sequence}:${reader}`;
    return { practiceId, clientId, template, about: bookingId, to: reader, dedupe };
  };
  const to = facts.recipients.map((reader) => reader.email);
  const forms =
    event === "cancelled" ? new Map<string, string>() : await formsLinks(tx, facts, to, now);
  // Whoever has no account yet has one by a press in this mail, with the lesson and the baby in it.
  const claims = await claimTokens(
    tx,
    to.filter((reader) => eventFor(reader) === "booked"),
    `/family/lessons/${bookingId}`,
  );
  const mails = facts.recipients.map((reader): Draft => {
    const words = mailWords(reader.locale ?? facts.locale);
    const said = eventFor(reader.email);
    const parent = {
      ...{ parent: reader.name, own: own(`booking_${said}`, words) },
      forms: forms.get(reader.email),
      claim: linkOf(claims.get(reader.email)),
    };
    const invite = lessonInvite(words, said, facts, { reader, manage: links.manage, stamp: now });
    const mail = { ...bookingMail(words, said, facts, links, parent), attachments: [invite] };
    return { ...about(reader.email), mail };
  });
  const texts = facts.texts.map((reader): Draft => {
    const words = mailWords(reader.locale ?? facts.locale);
    const link = event === "cancelled" ? links.find : links.manage;
    const text = lessonText(words, eventFor(reader.phone), facts, link);
    return { ...about(reader.phone), text };
  });
  return [...mails, ...texts, ...(await noticeLetters(tx, facts, happening, now))];
}

const linkOf = (token: string | undefined) => token && mailLinks.signIn(token);

async function noticeLetters(
  tx: Work<Actor>["tx"],
  facts: BookingMailFacts,
  { event, sequence, by }: Happening & { event: NoticeEvent },
  now: Date,
): Promise<Draft[]> {
  const { practiceId, bookingId } = facts;
  const { family, readers } = await noticesOf(tx, { practiceId, bookingId }, event, by, now);
  const link = mailLinks.staffBooking(bookingId);
  return readers.map((reader): Draft => {
    const words = mailWords(reader.locale ?? facts.locale);
    const template = `notice_${event}`;
    return {
      practiceId,
      // Not the family's: it is about them, and their message log is what they were told.
      template,
      about: bookingId,
      to: reader.email,
      dedupe: `${template}:${bookingId}:${sequence}:${reader.userId}`,
      mail: noticeMail(words, event, facts, { family, link, settings: mailLinks.notices() }),
    };
  });
}
