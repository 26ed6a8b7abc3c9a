import type { Mail } from "./layout";
import { mailLinks } from "./links";
import { asTyped, type OwnTemplate, type OwnWords } from "./own-words";
import { bookingMail } from "./templates/booking";
import type { LessonFacts } from "./templates/lesson";
import { followUpMail, reminderMail } from "./templates/reminder";
import type { Words } from "./words";

type Practice = { name: string; currency: string; zone: string };

/** A family, a lesson and a day that were made up, so that a preview shows nobody's. */
const lesson = ({ name, currency, zone }: Practice): LessonFacts => ({
  practiceId: "",
  bookingId: "",
  lessonId: "",
  clientId: "",
  reference: "K7PQ2-XW4DM",
  status: "booked",
  cancelledBy: "family",
  sequence: 0,
  practitionerName: name,
  practitionerId: "",
  practitionerSlug: "example",
  practiceName: name,
  practicePhone: null,
  serviceName: "First lesson",
  place: { kind: "studio", name: "The Garden Room", address: "9 Example Road", meetingUrl: null },
  // A Tuesday in winter, in whatever zone: no clock changes near it.
  startsAt: new Date("2027-01-19T15:00:00Z"),
  endsAt: new Date("2027-01-19T16:00:00Z"),
  timeZone: zone,
  price: { minor: 6200, currency },
  cancelHours: 24,
  lateFeePercent: 50,
  illnessFree: true,
  confirmed: false,
  fee: { minor: 0, currency },
  manageSecret: null,
  locale: "en-GB",
});

export function exampleMail(
  words: Words,
  template: OwnTemplate,
  practice: Practice,
  own: OwnWords | undefined,
): Mail {
  const facts = lesson(practice);
  const reader = { parent: words.t("example.parent"), own };
  const links = {
    manage: mailLinks.booking("example"),
    find: mailLinks.practitioner("example"),
    routine: mailLinks.familyRoutine(),
  };
  switch (template) {
    case "booking_booked":
      return bookingMail(words, "booked", facts, links, reader);
    case "booking_moved":
      return bookingMail(words, "moved", facts, links, reader);
    case "booking_cancelled":
      return bookingMail(words, "cancelled", { ...facts, status: "cancelled" }, links, reader);
    case "reminder":
      return reminderMail(words, facts, links, reader);
    case "follow_up":
      return followUpMail(words, { ...facts, status: "completed" }, links, reader);
  }
}

/** Our own words with their variables, for an owner to start from. */
export function ourWords({ t }: Words, template: OwnTemplate): OwnWords {
  const { practitioner: name, day } = asTyped;
  switch (template) {
    case "booking_booked":
      return {
        subject: t("booking.booked.subject", { name, day }),
        body: t("booking.booked.body"),
      };
    case "booking_moved":
      return { subject: t("booking.moved.subject", { name, day }), body: t("booking.moved.body") };
    case "booking_cancelled":
      return {
        subject: t("booking.cancelled.subject", { name }),
        body: t("booking.cancelled.own"),
      };
    case "reminder":
      return { subject: t("reminder.subject", { name, day }), body: t("reminder.body", { name }) };
    case "follow_up":
      return { subject: t("followUp.subject", { name }), body: t("followUp.body", { name }) };
  }
}
