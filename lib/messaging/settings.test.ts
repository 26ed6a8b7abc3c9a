import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeLesson, refusalOf } from "@/db/testing/lessons";
import { makeFamily, makePractice, makeUser, type TestPractice } from "@/db/testing/world";
import { familyReaders } from "@/lib/clients/mail-facts";
import { newId } from "@/lib/core/id";
import { noticesOf } from "./notices";
import { ownWords, previewWords } from "./own-words.read";
import { dropWords, saveWords } from "./own-words.write";
import { familyPreferences, ownPreferences } from "./preferences.read";
import { savePreferences } from "./preferences.write";
import { howTold } from "./reach.read";
import { messageSettings } from "./settings.read";
import { saveNotices, saveQuiet } from "./settings.write";

const db = testDatabase();
const HOUR = 3_600_000;
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});

describe("what a guardian wants to be told", () => {
  const first = async (clientId: string) => {
    const [person] = await familyPreferences(at.staff(), { clientId });
    if (!person) throw new Error("nobody");
    return person;
  };

  test("is email and no texts until somebody says so, and is honoured by the one place that addresses mail", async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    await db.owner
      .update(t.guardians)
      .set({ phone: "07700 900142" })
      .where(eq(t.guardians.id, family.guardianId));
    const [own] = await ownPreferences(family.parent, {});
    expect(own?.wanted).toEqual([
      "booking.email",
      "reminder.email",
      "follow_up.email",
      "routine.email",
    ]);
    const wanted = ["booking.email", "reminder.sms", "routine.email"] as const;
    await savePreferences(family.parent, {
      guardianId: family.guardianId,
      seen: own?.seen ?? "",
      wanted: [...wanted],
    });
    expect((await first(family.clientId)).wanted).toEqual([...wanted]);
    const readers = (purpose: "booking" | "reminder" | "follow_up") =>
      db.owner.transaction((tx) => familyReaders(tx, family, { purpose }));
    expect(await readers("reminder")).toMatchObject({
      recipients: [],
      texts: [{ phone: "+447700900142" }],
    });
    expect(await readers("follow_up")).toEqual({ recipients: [], texts: [] });
    expect((await readers("booking")).recipients).toHaveLength(1);
  });

  test("decides what staff read of it before they book: an email, a text, or nobody to write to", async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    const { clientId, guardianId } = family;
    const told = () => howTold(at.staff("front_desk"), { clientId });
    const person = (values: Partial<typeof t.guardians.$inferInsert>) =>
      db.owner.update(t.guardians).set(values).where(eq(t.guardians.id, guardianId));
    expect(await told()).toBe("email");
    await person({ email: null, phone: "07700 900142" });
    expect(await told()).toBe("nobody");
    const [own] = await ownPreferences(family.parent, {});
    await savePreferences(family.parent, {
      ...{ guardianId, seen: own?.seen ?? "", wanted: ["booking.sms"] },
    });
    expect(await told()).toBe("text");
    await person({ email: family.email });
    await db.owner
      .update(t.clients)
      .set({ silentSince: new Date() })
      .where(eq(t.clients.id, clientId));
    expect(await told()).toBe("silent");
    const elsewhere = await makePractice(db.owner);
    expect((await refusalOf(howTold(elsewhere.staff(), { clientId }))).code).toBe("not_found");
  });

  test("mail about a lesson stays on while one is booked; afterwards it may go", async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    const lesson = await makeLesson(db.owner, at, family, new Date("2027-06-01T10:00:00Z"));
    const save = async () => {
      const { guardianId, seen } = await first(family.clientId);
      return savePreferences(at.staff("front_desk"), { guardianId, seen, wanted: [] });
    };
    expect((await first(family.clientId)).booked).toBe(true);
    expect((await refusalOf(save())).fields).toMatchObject({
      wanted: [{ key: "mail_settings:errors.booked" }],
    });
    await db.owner
      .update(t.bookings)
      .set({ status: "completed" })
      .where(eq(t.bookings.id, lesson.bookingId));
    await save();
    expect((await first(family.clientId)).wanted).toEqual([]);
    const about = { practiceId: at.practiceId, clientId: family.clientId };
    const readers = (lesson: boolean) =>
      db.owner.transaction((tx) => familyReaders(tx, about, { purpose: "booking", lesson }));
    expect((await readers(false)).recipients).toEqual([]);
    // Booked again later: what is about that lesson goes all the same.
    expect((await readers(true)).recipients).toHaveLength(1);
  });

  test("texts need a number that can be told; two forms at once, and somebody else's guardian, are refused", async () => {
    const [one, two] = [
      await makeFamily(db.owner, at.practiceId),
      await makeFamily(db.owner, at.practiceId),
    ];
    const { guardianId, seen, wanted } = await first(one.clientId);
    const texts = [...wanted, "reminder.sms" as const];
    expect(
      (await refusalOf(savePreferences(one.parent, { guardianId, seen, wanted: texts }))).fields,
    ).toMatchObject({ wanted: [{ key: "mail_settings:errors.number" }] });
    await savePreferences(one.parent, { guardianId, seen, wanted: [] });
    expect((await refusalOf(savePreferences(one.parent, { guardianId, seen, wanted }))).code).toBe(
      "conflict",
    );
    const again = await first(one.clientId);
    const foreign = savePreferences(two.parent, { guardianId, seen: again.seen, wanted: [] });
    expect((await refusalOf(foreign)).code).toBe("not_found");
  });

  test("another guardian gets copies only after saying yes, or with an account; a silent family gets nothing", async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    const { practiceId, clientId } = family;
    const second = newId<"guardian">();
    await db.owner.insert(t.guardians).values({
      practiceId,
      id: second,
      clientId,
      name: "Second",
      email: `second-${family.email}`,
      createdAt: new Date(Date.now() + 1000),
    });
    const count = async () =>
      (
        await db.owner.transaction((tx) =>
          familyReaders(tx, { practiceId, clientId }, { purpose: "booking", lesson: true }),
        )
      ).recipients.length;
    expect(await count()).toBe(1);
    await db.owner
      .update(t.guardians)
      .set({ copiesSince: new Date() })
      .where(eq(t.guardians.id, second));
    expect(await count()).toBe(2);
    await db.owner
      .update(t.clients)
      .set({ silentSince: new Date() })
      .where(eq(t.clients.id, clientId));
    expect(await count()).toBe(0);
  });
});

describe("a practice's own words", () => {
  const which = { template: "reminder", locale: "en-GB" } as const;
  const typed = { ...which, subject: "{day}: {service}", body: "Dear {parent},\n\n{link}" };

  test("begin with ours, are kept with a version, and go back to ours", async () => {
    const owner = at.staff();
    const ours = await ownWords(owner, which);
    expect(ours).toMatchObject({ version: 0 });
    expect(ours.subject).toContain("{practitioner}");
    // Ours, typed back unchanged, are words that can be saved.
    await saveWords(owner, { ...which, subject: ours.subject, body: ours.body, version: 0 });
    await saveWords(owner, { ...typed, version: 1 });
    expect(await ownWords(owner, which)).toMatchObject({
      subject: typed.subject,
      body: typed.body,
      version: 2,
    });
    // The other language still has ours.
    expect((await ownWords(owner, { ...which, locale: "en-US" })).version).toBe(0);
    await dropWords(owner, { ...which, version: 2 });
    expect((await ownWords(owner, which)).body).toBe(ours.body);
  });

  test("of two tabs, the second is told", async () => {
    const owner = at.staff();
    const tab = (body: string, version: number) => saveWords(owner, { ...typed, body, version });
    await tab("one", 0);
    expect((await refusalOf(tab("two", 0))).code).toBe("conflict");
    await tab("three", 1);
    expect((await refusalOf(tab("four", 1))).code).toBe("conflict");
    expect((await refusalOf(dropWords(owner, { ...which, version: 1 }))).code).toBe("conflict");
    expect((await ownWords(owner, which)).body).toBe("three");
  });

  test("with a variable we do not know are refused at their field; the link never stands in a subject", async () => {
    const refused = async (more: object) =>
      (await refusalOf(saveWords(at.staff(), { ...typed, ...more, version: 0 }))).fields;
    expect(await refused({ body: "{baby} and {mood}" })).toEqual({
      body: [{ key: "mail_settings:errors.unknown", params: { names: "{baby}, {mood}" } }],
    });
    expect(await refused({ subject: "{link}" })).toEqual({
      subject: [{ key: "mail_settings:errors.notInSubject", params: { names: "{link}" } }],
    });
    expect(await refused({ body: "{day" })).toEqual({
      body: [{ key: "mail_settings:errors.brace" }],
    });
    expect(
      (await refusalOf(saveWords(at.staff("front_desk"), { ...typed, version: 0 }))).code,
    ).toBe("forbidden");
  });

  test("are shown with an invented family before they are saved, with what is said for safety", async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    for (const template of [
      "booking_booked",
      "booking_moved",
      "booking_cancelled",
      "reminder",
      "follow_up",
    ] as const) {
      const mail = await previewWords(at.staff(), { ...typed, template });
      expect(mail.text).toContain("Dear Alex Morgan,");
      expect(mail.text).not.toContain(family.email);
      expect(mail.subject).toBe("Tuesday 19 January 2027: First lesson");
      if (template !== "booking_cancelled") expect(mail.text).toContain("stop: that is good");
    }
    expect(
      await db.owner
        .select()
        .from(t.mailTemplates)
        .where(eq(t.mailTemplates.practiceId, at.practiceId)),
    ).toEqual([]);
  });
});

describe("notices to staff", () => {
  const hear = (userId: string, booked: number | null) =>
    db.owner
      .update(t.practiceMembers)
      .set({ noticeBookedHours: booked })
      .where(
        and(
          eq(t.practiceMembers.practiceId, at.practiceId),
          eq(t.practiceMembers.userId, userId as never),
        ),
      );
  const told = async (bookingId: string, now: Date) =>
    db.owner.transaction(async (tx) => {
      const found = await noticesOf(
        tx,
        { practiceId: at.practiceId, bookingId },
        "booked",
        undefined,
        now,
      );
      return found.readers.map((reader) => reader.userId).sort();
    });

  test("go to each by their own threshold: practitioners of their own lessons, owner and desk of all", async () => {
    const family = await makeFamily(db.owner, at.practiceId);
    const startsAt = new Date("2027-06-01T10:00:00Z");
    const { bookingId } = await makeLesson(db.owner, at, family, startsAt);
    await db.owner.update(t.bookings).set({ source: "public" }).where(eq(t.bookings.id, bookingId));
    const member = async (role: "practitioner" | "front_desk", hours: number | null) => {
      const userId = await makeUser(db.owner, `${role}-${newId()}@example.com`);
      await db.owner.insert(t.practiceMembers).values({
        practiceId: at.practiceId,
        id: newId(),
        userId,
        role,
        noticeBookedHours: hours,
      });
      return userId;
    };
    await hear(at.userId, 48);
    const desk = await member("front_desk", 24);
    await member("front_desk", null);
    await member("practitioner", 168);
    const hoursBefore = (hours: number) => new Date(startsAt.getTime() - hours * HOUR);
    expect(await told(bookingId, hoursBefore(49))).toEqual([]);
    expect(await told(bookingId, hoursBefore(48))).toEqual([at.userId]);
    expect(await told(bookingId, hoursBefore(24))).toEqual([at.userId, desk].sort());
    expect(await told(bookingId, startsAt)).toEqual([]);
    await db.owner.update(t.bookings).set({ source: "staff" }).where(eq(t.bookings.id, bookingId));
    expect(await told(bookingId, hoursBefore(1))).toEqual([]);
  });

  test("are chosen by each for themselves, the front desk too", async () => {
    const desk = await makeUser(db.owner, `desk-${newId()}@example.com`);
    const { practiceId } = at;
    await db.owner
      .insert(t.practiceMembers)
      .values({ practiceId, id: newId(), userId: desk, role: "front_desk" });
    const actor = { ...at.staff("front_desk"), userId: desk };
    await saveNotices(actor, { booked: "24", moved: "none", cancelled: "all" });
    expect((await messageSettings(actor, {})).notices).toEqual({
      booked: "24",
      moved: "none",
      cancelled: "all",
    });
    expect((await messageSettings(at.staff(), {})).notices.booked).toBe("none");
  });
});

test("quiet hours are the owner's, plan again what waits, and are not changed from two tabs", async () => {
  await db.owner.execute(sql`delete from graphile_worker._private_jobs`);
  const { seen, quietFrom, quietUntil } = await messageSettings(at.staff(), {});
  expect([quietFrom, quietUntil]).toEqual(["21:00", "07:00"]);
  const save = (from: string) =>
    saveQuiet(at.staff(), { quietFrom: from, quietUntil: "08:00", seen });
  await save("20:00");
  expect((await refusalOf(save("19:00"))).code).toBe("conflict");
  expect(
    (
      await refusalOf(
        saveQuiet(at.staff("front_desk"), { quietFrom: "1:00", quietUntil: "", seen }),
      )
    ).code,
  ).toBe("forbidden");
  const jobs = await db.owner.execute<{ name: string }>(
    sql`select task_identifier as name from graphile_worker.jobs`,
  );
  expect(jobs.map((job) => job.name)).toEqual(["remind.plan"]);
});
