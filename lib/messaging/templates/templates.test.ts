import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { locales } from "@/i18n/locale";
import { changeTerms } from "@/lib/booking/change.rules";
import type { BookingMailFacts } from "@/lib/booking/mail-facts";
import { escapeHtml, type Mail } from "../layout";
import { asTyped, fillIn, problemIn, subjectVariables, variables } from "../own-words";
import { segmentsOf } from "../sms";
import { mailWords, type Words } from "../words";
import { bookingMail } from "./booking";
import { invitationMail } from "./invitation";
import { termsText } from "./lesson";
import { noticeMail } from "./notice";
import {
  referralAcceptedMail,
  referralBookedMail,
  referralConfirmMail,
  referralDeclinedMail,
  referralFamilyMail,
  referralNewsMail,
  referralReceivedMail,
  referralSentOnMail,
} from "./referral";
import { followUpMail, reminderMail } from "./reminder";
import { routineMail } from "./routine";
import { signInMail } from "./sign-in";
import { lessonText } from "./text";

const site = "https://handsel.example";
const lesson: Omit<BookingMailFacts, "recipients" | "texts"> = {
  practiceId: "p",
  bookingId: "b",
  lessonId: "l",
  clientId: "c",
  reference: "K7PQ2-XW4DM",
  status: "booked",
  cancelledBy: null,
  sequence: 0,
  practitionerName: "Rosa Calder",
  practitionerId: "",
  practitionerSlug: "rosa-calder",
  practiceName: "Rosa Calder",
  practicePhone: "0117 496 0142",
  serviceName: "First lesson",
  place: {
    kind: "studio",
    name: "The Studio",
    address: "4 Chandos Road, BS6 6PE",
    meetingUrl: null,
  },
  startsAt: new Date("2026-11-24T14:15:00Z"),
  endsAt: new Date("2026-11-24T15:30:00Z"),
  timeZone: "Europe/London",
  price: { minor: 6200, currency: "GBP" },
  cancelHours: 24,
  lateFeePercent: 0,
  illnessFree: true,
  confirmed: false,
  fee: { minor: 0, currency: "GBP" },
  manageSecret: "s",
  locale: "en-GB",
};
const brooklyn = {
  ...lesson,
  timeZone: "America/New_York",
  price: { minor: 9000, currency: "USD" },
  place: { ...lesson.place, kind: "home" as const },
};
const links = { manage: `${site}/booking/secret`, find: `${site}/p/rosa-calder` };
const reader = { parent: "Ana Okoye" };
const referral = {
  doctorName: "Dr Imran Haddad",
  practitionerName: "Rosa Calder",
  practiceName: "Rosa Calder",
  reference: "R4T9X-2MHBW",
  priority: "soon" as const,
};

const all = (words: Words): Record<string, Mail> => ({
  signIn: signInMail(words, { link: `${site}/sign-in/token`, code: "042317" }),
  invitation: invitationMail(words, {
    practiceName: "Rosa Calder",
    invitedBy: "Rosa Calder",
    role: "front_desk",
    link: `${site}/join/token`,
  }),
  booked: bookingMail(words, "booked", lesson, links),
  moved: bookingMail(words, "moved", brooklyn, links),
  cancelledByFamily: bookingMail(words, "cancelled", { ...lesson, cancelledBy: "family" }, links),
  cancelledByPractice: bookingMail(
    words,
    "cancelled",
    { ...lesson, cancelledBy: "practice" },
    links,
  ),
  late: bookingMail(
    words,
    "cancelled",
    { ...lesson, cancelledBy: "family", fee: { minor: 3100, currency: "GBP" } },
    links,
  ),
  reminder: reminderMail(words, { ...lesson, lateFeePercent: 50 }, links, reader),
  confirmedReminder: reminderMail(words, { ...lesson, confirmed: true }, links, reader),
  followUp: followUpMail(words, lesson, { ...links, routine: `${site}/family/routine` }, reader),
  ownWords: bookingMail(words, "booked", { ...brooklyn, lateFeePercent: 50 }, links, {
    ...reader,
    own: {
      subject: "{service} on {day}",
      body: "Dear {parent},\n\n{link}\n\nSee you on {day} at {time}: {place}. { terms }",
    },
  }),
  notice: noticeMail(words, "moved", lesson, {
    family: "Ana Okoye",
    link: `${site}/practice/bookings/1`,
    settings: `${site}/practice/mail`,
  }),
  confirm: referralConfirmMail(words, referral, `${site}/referral/token`),
  sentOn: referralSentOnMail(words, referral, `${site}/referral/token`),
  received: referralReceivedMail(words, referral, `${site}/practice/referrals/1`),
  accepted: referralAcceptedMail(words, referral, `${site}/referral/token`),
  declined: referralDeclinedMail(words, referral, `${site}/referral/token`),
  referralBooked: referralBookedMail(words, referral, `${site}/referral/token`),
  referralNews: referralNewsMail(words, referral, `${site}/referral/token`),
  family: referralFamilyMail(words, referral, `${site}/p/rosa-calder`),
  routine: routineMail(words, { assignedBy: "Rosa Calder", link: `${site}/family/routine` }),
});

describe.each(locales)("in %s", (locale) => {
  const mails = all(mailWords(locale));

  test("every mail reads well as plain text", () => {
    const pages = Object.entries(mails).map(
      ([name, { subject, text }]) => `=== ${name}\nSubject: ${subject}\n\n${text}`,
    );
    expect(pages.join("\n")).toMatchSnapshot();
  });

  test("HTML says what the text says, with nothing fetched and nothing run", () => {
    for (const { html, text, subject } of Object.values(mails)) {
      expect(html).not.toMatch(/<(img|script|link|iframe|style)\b|url\(|\son\w+=/i);
      expect(html).toContain(`lang="${locale}"`);
      const addresses = (of: string) => [...of.matchAll(/https:\/\/[^\s"<]+/g)].map(([url]) => url);
      expect(new Set(addresses(html))).toEqual(new Set(addresses(text)));
      expect(subject.length).toBeLessThan(120);
      for (const line of text.split("\n"))
        expect(line.trimEnd()).toBe(line === "-- " ? "--" : line);
    }
  });
});

test("the time is the place's, by its name, wherever the mail is read", () => {
  expect(bookingMail(mailWords("en-GB"), "booked", lesson, links).text).toContain(
    "When: Tuesday 24 November 2026, 2:15 pm to 3:30 pm (Greenwich Mean Time)",
  );
  expect(bookingMail(mailWords("en-US"), "booked", brooklyn, links).text).toContain(
    "When: Tuesday, November 24, 2026, 9:15 AM to 10:30 AM (Eastern Standard Time)",
  );
});

test("a mail says until when a change is free as the page of the lesson does", () => {
  const hundredths = fc.constantFrom(0, 1, 25, 50, 100);
  const price = fc.constantFrom(0, 1, 3, 4800);
  fc.assert(
    fc.property(fc.constantFrom(0, 1, 24), hundredths, price, (cancelHours, percent, minor) => {
      const facts = {
        ...{ ...lesson, cancelHours, lateFeePercent: percent },
        price: { ...lesson.price, minor },
      };
      const bookedAt = new Date(0);
      const { freeUntil, lateFeeMinor } = changeTerms(
        { ...facts, graceMinutes: 15 },
        { ...facts, bookedAt, now: bookedAt, priceMinor: minor, requested: false },
      );
      const said = termsText(mailWords("en-GB"), facts);
      const always = freeUntil.getTime() === lesson.startsAt.getTime();
      expect(said.startsWith("Free to move or cancel until it begins.")).toBe(always);
      expect(said.includes("A later change costs")).toBe(!always);
      if (!always) expect(said).toContain(`£${lateFeeMinor / 100}`);
    }),
  );
});

test("a home visit does not repeat the family's address", () => {
  const { text } = bookingMail(mailWords("en-GB"), "booked", brooklyn, links);
  expect(text).toContain("Where: At your home");
  expect(text).not.toContain("Chandos");
});

test("what people typed stays text", () => {
  const nasty = `<img src=x onerror="alert(1)">&'</main>`;
  const mail = bookingMail(
    mailWords("en-GB"),
    "booked",
    { ...lesson, practitionerName: nasty, serviceName: nasty, practiceName: nasty },
    links,
  );
  expect(mail.html).not.toContain("<img");
  expect(mail.html).toContain(escapeHtml(nasty));
  expect(mail.text).toContain(nasty);
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const { subject, html } = routineMail(mailWords("en-US"), { assignedBy: typed, link: site });
      expect(subject).not.toMatch(/[\r\n]/);
      expect(escapeHtml(typed)).not.toMatch(/[<>"']/);
      expect(html.match(/<main\b/g)).toHaveLength(1);
    }),
  );
});

describe("a practice's own words", () => {
  const words = mailWords("en-GB");
  const write = (body: string, subject = "Your lesson") =>
    bookingMail(words, "booked", { ...lesson, lateFeePercent: 50 }, links, {
      ...{ parent: "Ana", own: { subject, body } },
    });

  test("never lose when and where, the link, the terms or what is said for the baby's safety", () => {
    for (const body of ["Hello {parent}.", "x", "{link}", "{day} {time} {place} {terms} {link}"]) {
      const { text } = write(body);
      for (const must of [
        "24 November 2026",
        "2:15 pm",
        "4 Chandos Road",
        links.manage,
        "until 24 hours before",
        "talk to your doctor first",
        "stop: that is good listening",
      ])
        expect(text.split(must).length, `${body}: ${must}`).toBeGreaterThan(1);
    }
  });

  test("are filled in once, and what people typed stays text", () => {
    const nasty = { ...lesson, practitionerName: "{link}<b>" };
    const own = { subject: "{practitioner}", body: "{practitioner} {parent}" };
    const mail = bookingMail(words, "booked", nasty, links, { parent: "{terms}", own });
    expect(mail.text).toContain("{link}<b> {terms}");
    expect(mail.html).not.toContain("<b>{");
    expect(mail.subject).toBe("{link}<b>");
  });

  test("with an unknown variable or a stray brace are told apart", () => {
    expect(problemIn("Hi {parent}, {baby} {x} {baby}", variables)).toEqual({
      is: "unknown",
      names: ["baby", "x"],
    });
    expect(problemIn("Hi {parent", variables)).toEqual({ is: "brace" });
    expect(problemIn("Hi { parent }", variables)).toBeNull();
    expect(problemIn("{link}", subjectVariables)).toEqual({ is: "unknown", names: ["link"] });
    expect(fillIn(asTyped.day, asTyped)).toBe("{day}");
  });
});

describe("a text message", () => {
  test.each(locales)("fits into two segments and says how to end them, in %s", (locale) => {
    const words = mailWords(locale);
    const long = {
      ...lesson,
      timeZone: "America/Argentina/ComodRivadavia",
      practitionerName: "Maria-Antonia von Habsburg-Lothringen",
    };
    const link = `https://a-long-name.practices.handsel.example/booking/${"x".repeat(43)}`;
    for (const kind of ["booked", "moved", "cancelled", "reminder", "followUp"] as const) {
      const text = lessonText(words, kind, long, link);
      expect(segmentsOf(text)).toBeLessThanOrEqual(2);
      expect(text).toMatch(/STOP for no more texts\.$/);
    }
    expect(lessonText(words, "reminder", { ...lesson, practitionerName: "નિશા" }, link)).toContain(
      "Handsel",
    );
  });
});
