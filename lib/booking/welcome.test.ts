import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming } from "@/db/testing/asking";
import { guestBooking, setTerms } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { refusalOf, seatRows } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestPractice } from "@/db/testing/world";
import { askSignIn, proveAddress } from "@/lib/accounts/sign-in.write";
import { signInSecret } from "@/lib/accounts/tokens";
import { answerCopies, askForCopies, copiesQuestion } from "@/lib/clients/copies.write";
import { familyReaders } from "@/lib/clients/mail-facts";
import type { LinkHolder, Visitor } from "@/lib/core/actor";
import { inContext } from "@/lib/work/context";
import { openPass } from "./pass";
import { makeServiceLink, serviceLinks, withdrawServiceLink } from "./service-link.write";
import { MOST_OPEN } from "./welcome";
import { bookLesson, holdTime } from "./write";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});
describe("a link that books one lesson", () => {
  const byLink = { listing: "by_link" } as const;
  const makeLink = async () =>
    openPass((await makeServiceLink(at.staff(), { serviceId: at.serviceId, days: 14 })).pass);

  test("of 20 at once exactly one books", async () => {
    await setTerms(db.owner, at, byLink);
    const serviceLink = await makeLink();
    const times = [1, 2, 3, 4, 5].flatMap((day) =>
      ["09:00", "11:00", "13:00", "15:00"].map((time) => coming(at.zone, day, time)),
    );
    const results = await Promise.allSettled(
      times.map((start) => bookLesson(visitor, { ...asking(at, start), serviceLink })),
    );
    const lost = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(lost).toHaveLength(19);
    for (const error of lost)
      expect(error).toMatchObject({ code: "conflict", say: { key: "booking:errors.linkEnded" } });
    expect(await db.owner.$count(t.lessons, eq(t.lessons.practiceId, at.practiceId))).toBe(1);
    const { links } = await serviceLinks(at.staff(), {});
    expect(links.map(({ state, secret }) => [state, secret])).toEqual([["used", null]]);
  });

  test("4: without it, with a forged, foreign or withdrawn one nothing is held or booked", async () => {
    await setTerms(db.owner, at, byLink);
    const other = await makePractice(db.owner);
    const foreign = openPass(
      (await makeServiceLink(other.staff(), { serviceId: other.serviceId, days: 14 })).pass,
    );
    const withdrawn = await makeLink();
    const [made] = (await serviceLinks(at.staff(), {})).links;
    await withdrawServiceLink(at.staff(), { linkId: made?.id ?? "" });
    const start = coming(at.zone, 1, "10:00");
    for (const serviceLink of [undefined, "x".repeat(43), foreign, withdrawn]) {
      const form = {
        practiceId: at.practiceId,
        serviceId: at.serviceId,
        start: start.toISOString(),
      };
      for (const doing of [
        () => bookLesson(visitor, { ...asking(at, start), serviceLink }),
        () => holdTime(visitor, { ...form, serviceLink }),
      ])
        expect((await refusalOf(doing())).say.key).toBe("booking:errors.linkEnded");
    }
    expect(await db.owner.$count(t.lessons, eq(t.lessons.practiceId, at.practiceId))).toBe(0);
  });

  test("is made only for a lesson that it can open, and says so when that changes", async () => {
    const make = () => makeServiceLink(at.staff(), { serviceId: at.serviceId, days: 14 });
    const chosen = async () => (await serviceLinks(at.staff(), {})).services.map(({ id }) => id);
    const publish = (publishedAt: Date | null) =>
      db.owner
        .update(t.practitioners)
        .set({ publishedAt })
        .where(eq(t.practitioners.practiceId, at.practiceId));
    await make();
    expect(await chosen()).toEqual([at.serviceId]);
    await setTerms(db.owner, at, { bookable: false });
    expect((await refusalOf(make())).fields.serviceId?.[0]?.key).toBe(
      "change:errors.linkStaffOnly",
    );
    expect(await chosen()).toEqual([]);
    expect((await serviceLinks(at.staff(), {})).links).toMatchObject([{ shut: true }]);
    await setTerms(db.owner, at, { bookable: true });
    await publish(null);
    expect((await refusalOf(make())).fields.serviceId?.[0]?.key).toBe("change:errors.linkHidden");
    expect(await chosen()).toEqual([]);
    await publish(new Date(0));
    expect((await serviceLinks(at.staff(), {})).links).toMatchObject([{ shut: false }]);
  });

  test("somebody of another practice cannot withdraw it, and nobody one that was used", async () => {
    const secret = await makeLink();
    const [made] = (await serviceLinks(at.staff(), {})).links;
    const other = await makePractice(db.owner);
    const linkId = made?.id ?? "";
    expect((await refusalOf(withdrawServiceLink(other.staff(), { linkId }))).code).toBe("conflict");
    await bookLesson(visitor, {
      ...asking(at, coming(at.zone, 1, "10:00")),
      serviceLink: secret,
    });
    expect((await refusalOf(withdrawServiceLink(at.staff(), { linkId }))).code).toBe("conflict");
  });
});

describe("strangers", () => {
  test("one address has so many lessons to come, and is told what to do then", async () => {
    await db.owner
      .update(t.practices)
      .set({ phone: "0117 496 0142" })
      .where(eq(t.practices.practiceId, at.practiceId));
    const guest = { name: "Ana", email: `many-${at.slug}@example.com` };
    const times = [1, 2, 3, 4].flatMap((day) =>
      ["09:00", "11:00", "13:00"].map((time) => coming(at.zone, day, time)),
    );
    for (const start of times.slice(0, MOST_OPEN))
      await bookLesson(visitor, { ...asking(at, start), guest });
    const last = times[MOST_OPEN] ?? new Date();
    const refused = await refusalOf(bookLesson(visitor, { ...asking(at, last), guest }));
    expect(refused.say).toMatchObject({
      key: "booking:errors.tooManyCall",
      params: { phone: "0117 496 0142" },
    });
    await guestBooking(at, last);
  });

  test("where a practice asks for it, an address is proved with a code first; the hold lives on", async () => {
    await db.owner
      .update(t.practices)
      .set({ proveFirst: true })
      .where(eq(t.practices.practiceId, at.practiceId));
    const start = coming(at.zone, 1, "10:00");
    const held = await holdTime(visitor, {
      practiceId: at.practiceId,
      serviceId: at.serviceId,
      start: start.toISOString(),
    });
    const hold = { practiceId: at.practiceId, id: held.holdId, secret: openPass(held.pass) };
    const form = { ...asking(at, start), hold };
    const refused = await refusalOf(bookLesson(visitor, form));
    expect(refused.facts).toEqual({ prove: true });
    const { email } = form.guest;
    const { browser } = await askSignIn(visitor, { email, next: "/book/details" });
    const [row] = await db.owner
      .select()
      .from(t.signInTokens)
      .where(eq(t.signInTokens.email, email));
    const { code } = signInSecret({ id: row?.id ?? "", secret: row?.secret ?? Buffer.from("") });
    const wrong = code === "000000" ? "000001" : "000000";
    expect(await proveAddress(visitor, { code: wrong, browser })).toEqual({
      proved: false,
      refused: "code",
    });
    expect((await refusalOf(bookLesson(visitor, { ...form, proof: browser }))).code).toBe(
      "conflict",
    );
    expect(await proveAddress(visitor, { code, browser })).toEqual({ proved: true });
    // Another browser has shown nothing, and another address was not shown.
    const another = { ...form, guest: { ...form.guest, email: "somebody@example.com" } };
    for (const bad of [
      { ...form, proof: "y".repeat(43) },
      { ...another, proof: browser },
    ])
      expect((await refusalOf(bookLesson(visitor, bad))).facts).toEqual({ prove: true });
    const { bookingId } = await bookLesson(visitor, { ...form, proof: browser });
    expect((await seatRows(db.owner, bookingId)).lesson.id).toBe(held.holdId);
  });

  test("where the family heard of the practice is kept, for staff", async () => {
    const { bookingId } = await guestBooking(at, coming(at.zone, 1, "10:00"), {
      heardFrom: "midwife",
    });
    expect((await seatRows(db.owner, bookingId)).booking.heardFrom).toBe("midwife");
  });
});

describe("copies for another parent", () => {
  const readers = (clientId: string) =>
    inContext(
      at.system,
      async (tx) =>
        (
          await familyReaders(
            tx,
            { practiceId: at.practiceId, clientId },
            { purpose: "booking", lesson: true },
          )
        ).recipients.map(({ email }) => email),
      "read only",
    );

  test("begin when that person says yes, and end when they say no", async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    const { clientId } = family;
    const second = `second-${family.email}`;
    await askForCopies(family.parent, { clientId, name: "Chidi", email: second });
    expect(await readers(clientId)).toEqual([family.email]);
    const [guardian] = await db.owner
      .select()
      .from(t.guardians)
      .where(eq(t.guardians.email, second));
    const link: LinkHolder = {
      kind: "link",
      link: "copies",
      practiceId: at.practiceId,
      subjectId: guardian?.id ?? "",
    };
    const asked = await copiesQuestion(link, {});
    expect(asked.agreed).toBe(false);
    // Reading the page said nothing.
    expect(await readers(clientId)).toEqual([family.email]);
    await answerCopies(link, { answer: "yes" });
    expect(await readers(clientId)).toEqual([family.email, second]);
    await answerCopies(link, { answer: "no" });
    expect(await readers(clientId)).toEqual([family.email]);
  });

  test("a parent asks for nobody of another family, and not for the address that gets mail anyway", async () => {
    const [one, two] = [
      await makeFamily(db.owner, at.practiceId),
      await makeFamily(db.owner, at.practiceId),
    ];
    const form = { name: "Chidi", email: "chidi@example.com" };
    const foreign = askForCopies(one.parent, { ...form, clientId: two.clientId });
    expect((await refusalOf(foreign)).code).toBe("not_found");
    const own = askForCopies(one.parent, {
      name: "Ana",
      email: one.email,
      clientId: one.clientId,
    });
    expect((await refusalOf(own)).code).toBe("invalid");
  });
});
