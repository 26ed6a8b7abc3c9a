import { instantOf } from "@/lib/core/time";
import type { ReferralMailFacts } from "@/lib/referrals/mail-facts";
import { dayText, timeText } from "../format";
import { compose, type Mail, type Part } from "../layout";
import type { Words } from "../words";

type Facts = Pick<
  ReferralMailFacts,
  "doctorName" | "practitionerName" | "practiceName" | "reference" | "priority" | "offered"
>;

/** The suggested times, each with its place's clock where several are named. */
function offeredPart(words: Words, { offered = [] }: Facts, title: string): Part[] {
  if (offered.length === 0) return [];
  const zones = new Set(offered.map(({ zone }) => zone));
  const list = offered.map(({ start, zone }) => {
    const at = { startsAt: instantOf(start), endsAt: instantOf(start), timeZone: zone };
    const said = `${dayText(words, at)}, ${timeText(words, at)}`;
    return zones.size > 1 ? `${said} (${placeOf(zone)})` : said;
  });
  return [{ title, list }];
}
const placeOf = (zone: string) => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** To the doctor: the link proves the address and sends the referral. */
export const referralConfirmMail = (words: Words, facts: Facts, link: string): Mail =>
  toDoctor(words, "confirm", facts, link);
/** To a doctor who sent a declined referral on: nothing is left to do, and the link follows the new one. */
export const referralSentOnMail = (words: Words, facts: Facts, link: string): Mail =>
  toDoctor(words, "sentOn", facts, link);
export const referralAcceptedMail = (words: Words, facts: Facts, link: string): Mail =>
  toDoctor(words, "accepted", facts, link);
/** The reason may say something of the baby, so it is on the page behind the link and not in the mail. */
export const referralDeclinedMail = (words: Words, facts: Facts, link: string): Mail =>
  toDoctor(words, "declined", facts, link);
export const referralBookedMail = (words: Words, facts: Facts, link: string): Mail =>
  toDoctor(words, "booked", facts, link);
/** Something of the baby is on the page behind the link: what it is, the mail does not say. */
export const referralNewsMail = (words: Words, facts: Facts, link: string): Mail =>
  toDoctor(words, "news", facts, link);

/** To the practitioner: something waits in the inbox. */
export function referralReceivedMail(words: Words, facts: Facts, link: string): Mail {
  const { t } = words;
  const body = t("referral.received.body", {
    doctor: facts.doctorName,
    name: facts.practitionerName,
    priority: facts.priority,
  });
  return mail(words, "received", facts, [
    { p: body },
    { button: t("referral.received.button"), url: link },
  ]);
}

/** To the family, who may not have heard of us before: who sent us, and where to choose a time. */
export function referralFamilyMail(words: Words, facts: Facts, link: string): Mail {
  const { t } = words;
  const { doctorName: doctor, practitionerName: name } = facts;
  return mail(words, "family", facts, [
    { p: t("referral.family.body", { doctor, name }) },
    ...offeredPart(words, facts, t("referral.family.offered", { name })),
    { button: t("referral.family.button"), url: link },
    { small: t("referral.family.free") },
  ]);
}

function toDoctor(
  words: Words,
  event: "confirm" | "sentOn" | "accepted" | "declined" | "booked" | "news",
  facts: Facts,
  link: string,
): Mail {
  const { t } = words;
  return mail(words, event, facts, [
    { p: t(`referral.${event}.body`, { name: facts.practitionerName }) },
    ...(event === "accepted"
      ? offeredPart(words, facts, t("referral.accepted.offered", { name: facts.practitionerName }))
      : []),
    { button: t(`referral.${event}.button`), url: link },
    ...(event === "confirm" ? [{ small: t("referral.confirm.notYou") }] : []),
  ]);
}

type Event =
  | "confirm"
  | "sentOn"
  | "received"
  | "accepted"
  | "declined"
  | "booked"
  | "news"
  | "family";

function mail(words: Words, event: Event, facts: Facts, parts: Part[]): Mail {
  const { t } = words;
  const values = { name: facts.practitionerName, doctor: facts.doctorName };
  return compose(words, {
    subject: t(`referral.${event}.subject`, values),
    heading: t(`referral.${event}.heading`, values),
    parts,
    footer: t("referral.footer", { practice: facts.practiceName, reference: facts.reference }),
  });
}
