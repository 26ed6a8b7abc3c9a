import { dayText, moneyText } from "../format";
import type { Mail, Part } from "../layout";
import type { OwnWords } from "../own-words";
import type { Words } from "../words";
import { formsPart } from "./forms";
import { type LessonFacts, lessonMail, readyPart, safetyParts, termsPart } from "./lesson";

export type BookingEvent = "booked" | "moved" | "cancelled";
/** `manage` is the family's own page of this booking; null when its link was withdrawn. */
export type Links = { manage: string | null; find: string };
export type Reader = {
  parent: string | null;
  own?: OwnWords | undefined;
  /** Where this reader fills in what is still open. */
  forms?: string | undefined;
  /** Signs in whoever has no account yet. */
  claim?: string | undefined;
};

const anybody: Reader = { parent: null };

export function bookingMail(
  words: Words,
  event: BookingEvent,
  facts: LessonFacts,
  links: Links,
  { parent, own, forms, claim }: Reader = anybody,
): Mail {
  const { t } = words;
  const name = facts.practitionerName;
  const ours = {
    subject: t(`booking.${event}.subject`, { name, day: dayText(words, facts) }),
    heading: t(`booking.${event}.heading`, { name }),
    body: event === "cancelled" ? whoCancelled(words, facts) : t(`booking.${event}.body`, { name }),
  };
  if (event === "cancelled") {
    const link = { label: t("booking.cancelled.button"), url: links.find };
    // Who cancelled is a fact; a practice's own words are the same for both and do not say it.
    const below: Part[] = [
      ...(own ? [{ p: whoCancelled(words, facts) }] : []),
      { small: feeText(words, facts) },
    ];
    return lessonMail(words, { facts, parent, ours, own, link, below, ahead: false });
  }
  const link = links.manage ? { label: t("booking.manage"), url: links.manage } : null;
  const below = [
    ...formsPart(words, forms),
    ...claimPart(words, claim),
    ...termsPart(words, facts, own),
    readyPart(words, "long"),
    ...safetyParts(words, facts),
  ];
  return lessonMail(words, { facts, parent, ours, own, link, below, ahead: true });
}

const claimPart = ({ t }: Words, claim: string | undefined): Part[] =>
  claim ? [{ p: t("booking.claim.text") }, { button: t("booking.claim.button"), url: claim }] : [];

const whoCancelled = ({ t }: Words, { practitionerName, cancelledBy }: LessonFacts): string =>
  t("booking.cancelled.body", { name: practitionerName, by: cancelledBy ?? "practice" });

const feeText = (words: Words, { fee }: LessonFacts): string =>
  fee.minor > 0
    ? words.t("booking.cancelled.fee", { fee: moneyText(words, fee) })
    : words.t("booking.cancelled.noFee");
