import type { BookingMailFacts } from "@/lib/booking/mail-facts";
import { dayText, moneyText, whenText } from "../format";
import { compose, type Mail, type Part } from "../layout";
import type { Words } from "../words";

type Facts = Omit<BookingMailFacts, "recipients">;
export type BookingEvent = "booked" | "moved" | "cancelled";
/** `manage` is the family's own page of this booking; null when its link was withdrawn. */
type Links = { manage: string | null; find: string };

/** Where the lesson is, in words. A family's own address is never repeated in a mail. */
export function placeText({ t }: Words, { place }: Pick<Facts, "place">): string {
  if (place.kind === "home") return t("booking.atHome");
  if (place.kind === "online") return place.meetingUrl ?? t("booking.online");
  return [place.name, place.address].filter(Boolean).join(", ");
}

export function bookingMail(words: Words, event: BookingEvent, facts: Facts, links: Links): Mail {
  const { t } = words;
  const name = facts.practitionerName;
  const day = dayText(words, facts);
  const by = facts.cancelledBy ?? "practice";
  const subject = t(`booking.${event}.subject`, { name, day });
  return compose(words, {
    subject,
    heading: t(`booking.${event}.heading`, { name }),
    parts:
      event === "cancelled"
        ? [
            { p: t("booking.cancelled.body", { name, by }) },
            { facts: lesson(words, facts) },
            { button: t("booking.cancelled.button"), url: links.find },
          ]
        : upcoming(words, event, facts, links),
    footer: t("booking.footer", { practice: facts.practiceName, reference: facts.reference }),
  });
}

function lesson(words: Words, facts: Facts): [string, string][] {
  const { t } = words;
  return [
    [t("booking.when"), whenText(words, facts)],
    [t("booking.what"), facts.serviceName],
    [t("booking.where"), placeText(words, facts)],
  ];
}

const ready = ["feed", "blanket", "room", "hands", "oil", "well"] as const;

function upcoming(
  words: Words,
  event: "booked" | "moved",
  facts: Facts,
  { manage }: Links,
): Part[] {
  const { t } = words;
  const name = facts.practitionerName;
  return [
    { p: t(`booking.${event}.body`, { name }) },
    { facts: [...lesson(words, facts), [t("booking.price"), moneyText(words, facts.price)]] },
    ...(manage ? [{ button: t("booking.manage"), url: manage }] : []),
    { p: t("booking.changes", { hours: facts.cancelHours }) },
    {
      title: t("booking.ready.title"),
      list: ready.map((key) => t(`booking.ready.${key}`)),
    },
    { small: t("booking.doctorFirst") },
    ...(facts.practicePhone
      ? [{ small: t("booking.phone", { name, phone: facts.practicePhone }) }]
      : []),
  ];
}
