import { freeHours, lateFee } from "@/lib/booking/change.rules";
import type { BookingMailFacts } from "@/lib/booking/mail-facts";
import { dayText, moneyText, timeText, whenText } from "../format";
import { compose, type Mail, type Part } from "../layout";
import { fillIn, type OwnWords, paragraphsOf, says, type Values } from "../own-words";
import type { Words } from "../words";

// What every message about a lesson is made of. A practice may choose its opening words; what the reader must not miss
// (when and where, the terms, the link, what is said for the baby's safety) is put below them by us.

export type LessonFacts = Omit<BookingMailFacts, "recipients" | "texts">;
export type Opening = { subject: string; heading: string; body: string };
export type LessonMail = {
  facts: LessonFacts;
  /** The reader's name. */
  parent: string | null;
  ours: Opening;
  own: OwnWords | undefined;
  /** The page that the reader is sent to, with the words on its button; null when there is none any more. */
  link: { label: string; url: string } | null;
  below: readonly Part[];
  /** It is still to come: its price is said. */
  ahead: boolean;
};

/** Where the lesson is, in words. A family's own address is never repeated in a mail. */
export function placeText({ t }: Words, { place }: Pick<LessonFacts, "place">): string {
  if (place.kind === "home") return t("booking.atHome");
  if (place.kind === "online") return place.meetingUrl ?? t("booking.online");
  return [place.name, place.address].filter(Boolean).join(", ");
}

/** Until when a change is free, and what it costs after that (feature c16: told in every message). */
export function termsText(words: Words, facts: LessonFacts): string {
  const { t } = words;
  const { lateFeePercent, illnessFree, price } = facts;
  const hours = freeHours(facts, price.minor);
  const fee = { ...price, minor: lateFee(price.minor, lateFeePercent) };
  const costs = hours > 0;
  return [
    t("booking.changes", { hours }),
    ...(costs ? [t("booking.late", { fee: moneyText(words, fee) })] : []),
    ...(costs && illnessFree ? [t("booking.ill")] : []),
  ].join(" ");
}

export function valuesOf(words: Words, of: Pick<LessonMail, "facts" | "parent" | "link">): Values {
  const { facts, parent, link } = of;
  return {
    parent: parent ?? words.t("booking.anyParent"),
    practitioner: facts.practitionerName,
    day: dayText(words, facts),
    time: timeText(words, facts),
    place: placeText(words, facts),
    service: facts.serviceName,
    price: moneyText(words, facts.price),
    terms: termsText(words, facts),
    link: link?.url ?? "",
  };
}

export function lessonMail(words: Words, mail: LessonMail): Mail {
  const { facts, ours, own, link } = mail;
  const { t } = words;
  const values = valuesOf(words, mail);
  const button: Part[] = link ? [{ button: link.label, url: link.url }] : [];
  const opening: Part[] = own
    ? paragraphsOf(own.body, values).flatMap((one) => ("link" in one ? button : [{ p: one.text }]))
    : [{ p: ours.body }];
  const body = own?.body ?? "";
  return compose(words, {
    subject: own ? fillIn(own.subject, values) : ours.subject,
    heading: ours.heading,
    parts: [
      ...opening,
      ...(says(body, "day", "time", "place")
        ? []
        : [{ facts: lessonRows(words, facts, mail.ahead) }]),
      ...(says(body, "link") ? [] : button),
      ...mail.below,
    ],
    footer: t("booking.footer", { practice: facts.practiceName, reference: facts.reference }),
  });
}

export function lessonRows(words: Words, facts: LessonFacts, ahead = false): [string, string][] {
  const { t } = words;
  const rows: [string, string][] = [
    [t("booking.when"), whenText(words, facts)],
    [t("booking.what"), facts.serviceName],
    [t("booking.where"), placeText(words, facts)],
  ];
  return ahead ? [...rows, [t("booking.price"), moneyText(words, facts.price)]] : rows;
}

/** The terms, unless the practice's own words have them. */
export const termsPart = (words: Words, facts: LessonFacts, own: OwnWords | undefined): Part[] =>
  own && says(own.body, "terms") ? [] : [{ p: termsText(words, facts) }];

const ready = ["feed", "blanket", "room", "hands", "oil", "well"] as const;
const readyInShort = ["feed", "room", "hands"] as const;

export const readyPart = ({ t }: Words, how: "long" | "short"): Part => ({
  title: t("booking.ready.title"),
  list: (how === "long" ? ready : readyInShort).map((key) => t(`booking.ready.${key}`)),
});

/** Told in every message before a lesson, whatever a practice's own words are (ARTICLE.md: doctor first, when to stop). */
export const safetyParts = (
  { t }: Words,
  { practitionerName, practicePhone }: LessonFacts,
): Part[] => [
  { small: t("booking.doctorFirst") },
  { small: t("booking.stop") },
  ...(practicePhone
    ? [{ small: t("booking.phone", { name: practitionerName, phone: practicePhone }) }]
    : []),
];
