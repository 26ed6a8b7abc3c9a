import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming, countRows } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { linkHolder } from "@/lib/accounts/links";
import { openings } from "@/lib/availability/read";
import type { Visitor } from "@/lib/core/actor";
import { newId, newToken, tokenHash } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { instantOf } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import { unseal } from "@/lib/work/vault";
import { openPass } from "./pass";
import { bookLesson, holdTime, releaseTime } from "./write";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});

const refusalOf = async (doing: Promise<unknown>): Promise<Refusal> => {
  const refused = await doing.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(refused instanceof Refusal)) throw refused ?? new Error("it was not refused");
  return refused;
};
const freeTimes = (practice: TestPractice, from: Date, to: Date) =>
  inContext(
    visitor,
    async (tx) =>
      (await openings(tx, { ...practice, from, to, now: new Date() })).map((minute) =>
        instantOf(minute).toISOString(),
      ),
    "read only",
  );
const hold = (start: Date, more = {}) =>
  holdTime(visitor, {
    practiceId: at.practiceId,
    serviceId: at.serviceId,
    start: start.toISOString(),
    ...more,
  });
const heldBy = (held: { holdId: string; pass: { subjectId: string; sealed: string } }) => ({
  practiceId: at.practiceId,
  id: held.holdId,
  secret: openPass(held.pass),
});
const runOut = (holdId: string) =>
  db.owner
    .update(t.lessons)
    .set({ holdExpiresAt: new Date(Date.now() - 1000) })
    .where(eq(t.lessons.id, holdId));

describe("many callers, one time", () => {
  const day = 86_400_000;

  test("1: 50 parallel bookings: one is booked, 49 are told it is taken and where else is free", async () => {
    const start = coming(at.zone, 2, "10:00");
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () => bookLesson(visitor, asking(at, start))),
    );
    const refused = results.flatMap((result) =>
      result.status === "rejected" ? [result.reason] : [],
    );
    expect(refused).toHaveLength(49);
    const free = await freeTimes(
      at,
      new Date(start.getTime() - 7 * day),
      new Date(start.getTime() + 14 * day),
    );
    for (const error of refused) {
      expect(error).toBeInstanceOf(Refusal);
      if (!(error instanceof Refusal)) continue;
      expect(error.code).toBe("slot_taken");
      const nearest = error.facts.nearest as string[];
      expect(nearest).toHaveLength(3);
      expect(free).toEqual(expect.arrayContaining(nearest));
    }
    expect(await countRows(db.owner, at.practiceId)).toMatchObject({
      lessons: 1,
      bookings: 1,
      clients: 1,
      babies: 1,
      links: 1,
      data_keys: 1,
    });
    // The nearest times that were named can be had.
    const [first] = refused;
    const [nearest = ""] = (first as Refusal).facts.nearest as string[];
    await expect(bookLesson(visitor, asking(at, new Date(nearest)))).resolves.toBeTruthy();
  });

  test("50 parallel holds: one holds", async () => {
    const start = coming(at.zone, 3, "14:00");
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => hold(start)));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect((await countRows(db.owner, at.practiceId)).lessons).toBe(1);
  });

  test("overlapping times of two services of one practitioner: one of them", async () => {
    const other = { ...at, serviceId: newId<"service">() };
    await db.owner.insert(t.services).values({
      practiceId: at.practiceId,
      id: other.serviceId,
      practitionerId: at.practitionerId,
      placeId: at.placeId,
      name: "Long lesson",
      durationMinutes: 120,
      minNoticeMinutes: 0,
      priceMinor: 9000,
      currency: "GBP",
    });
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        i % 2
          ? bookLesson(visitor, asking(at, coming(at.zone, 4, "10:00")))
          : bookLesson(visitor, asking(other, coming(at.zone, 4, "09:00"))),
      ),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });
});

describe("a hold", () => {
  const start = () => coming(at.zone, 2, "11:00");

  test("keeps the time from others, and books it for its maker", async () => {
    const held = await hold(start());
    expect((await refusalOf(hold(start()))).code).toBe("slot_taken");
    expect(await freeTimes(at, start(), new Date(start().getTime() + 60_000))).toEqual([]);
    const booked = await bookLesson(visitor, { ...asking(at, start()), hold: heldBy(held) });
    const [lesson] = await db.owner.select().from(t.lessons).where(eq(t.lessons.id, held.holdId));
    expect(lesson).toMatchObject({ status: "confirmed", holdExpiresAt: null, sequence: 0 });
    expect(await linkHolder(openPass(booked.pass), "booking")).toMatchObject({
      practiceId: at.practiceId,
      subjectId: booked.bookingId,
    });
    expect((await countRows(db.owner, at.practiceId)).lessons).toBe(1);
  });

  test("4: of somebody else books nothing, whatever secret is brought", async () => {
    const held = await hold(start());
    const stolen = { ...heldBy(held), secret: newToken() };
    const refused = await refusalOf(bookLesson(visitor, { ...asking(at, start()), hold: stolen }));
    expect(refused.code).toBe("slot_taken");
    await refusalOf(bookLesson(visitor, asking(at, start())));
    const [lesson] = await db.owner.select().from(t.lessons).where(eq(t.lessons.id, held.holdId));
    expect(lesson?.status).toBe("held");
    await expect(releaseTime(visitor, stolen)).rejects.toMatchObject({ code: "not_found" });
    expect((await refusalOf(hold(start()))).code).toBe("slot_taken");
  });

  test("stores no secret, and its answer may be kept", async () => {
    const held = await hold(start());
    const secret = openPass(held.pass);
    const [lesson] = await db.owner.select().from(t.lessons).where(eq(t.lessons.id, held.holdId));
    expect(lesson?.holdSecretHash?.equals(tokenHash(secret))).toBe(true);
    expect(JSON.stringify(held)).not.toContain(secret);
  });

  test("5: that ran out is booked all the same while nobody else has the time", async () => {
    const held = await hold(start());
    await runOut(held.holdId);
    await bookLesson(visitor, { ...asking(at, start()), hold: heldBy(held) });
    const lessons = await db.owner
      .select()
      .from(t.lessons)
      .where(eq(t.lessons.practiceId, at.practiceId));
    expect(lessons.map((lesson) => lesson.status).sort()).toEqual(["confirmed", "expired"]);
  });

  test("5: that ran out gives way to whoever came first", async () => {
    const held = await hold(start());
    await runOut(held.holdId);
    await bookLesson(visitor, asking(at, start()));
    const refused = await refusalOf(
      bookLesson(visitor, { ...asking(at, start()), hold: heldBy(held) }),
    );
    expect(refused.code).toBe("slot_taken");
    expect((await countRows(db.owner, at.practiceId)).bookings).toBe(1);
  });

  test("is used once: a second form for it is told so", async () => {
    const held = heldBy(await hold(start()));
    await bookLesson(visitor, { ...asking(at, start()), hold: held });
    const refused = await refusalOf(bookLesson(visitor, { ...asking(at, start()), hold: held }));
    expect(refused.say.key).toBe("booking:errors.alreadyBooked");
  });

  test("for another time is given back when a new one is taken, and does not book that other time", async () => {
    const first = heldBy(await hold(start()));
    const later = coming(at.zone, 2, "12:00");
    await bookLesson(visitor, { ...asking(at, later), hold: first });
    const again = await hold(start());
    const third = coming(at.zone, 2, "13:00");
    await hold(third, { instead: heldBy(again) });
    await expect(hold(start())).resolves.toBeTruthy();
  });

  test("is given back on request, by its maker alone", async () => {
    const held = heldBy(await hold(start()));
    await releaseTime(visitor, held);
    await expect(hold(start())).resolves.toBeTruthy();
  });
});

describe("sent twice", () => {
  test("c34: the same form with the same key books once and answers the same", async () => {
    const input = asking(at, coming(at.zone, 2, "15:00"));
    const key = randomUUID();
    const [a, b] = await Promise.all([
      bookLesson(visitor, input, { key }),
      bookLesson(visitor, input, { key }),
    ]);
    const c = await bookLesson(visitor, input, { key });
    expect(b).toEqual(a);
    expect(c).toEqual(a);
    expect((await countRows(db.owner, at.practiceId)).bookings).toBe(1);
    const kept = await db.owner.select().from(t.idempotencyKeys);
    expect(JSON.stringify(kept)).not.toContain(openPass(a.pass));
  });

  test("c34: another content under the same key is refused", async () => {
    const input = asking(at, coming(at.zone, 2, "15:00"));
    const key = randomUUID();
    await bookLesson(visitor, input, { key });
    const refused = await refusalOf(
      bookLesson(visitor, { ...input, start: coming(at.zone, 2, "16:00").toISOString() }, { key }),
    );
    expect(refused.say.key).toBe("errors:staleForm");
    expect((await countRows(db.owner, at.practiceId)).bookings).toBe(1);
  });

  test("a form that lost its time may be sent again with another time", async () => {
    const start = coming(at.zone, 2, "15:00");
    await bookLesson(visitor, asking(at, start));
    const input = asking(at, start);
    const key = randomUUID();
    const lost = await refusalOf(bookLesson(visitor, input, { key }));
    const [nearest = ""] = lost.facts.nearest as string[];
    await expect(bookLesson(visitor, { ...input, start: nearest }, { key })).resolves.toBeTruthy();
  });
});

describe("what is written", () => {
  test("twins: one booking, two babies, one family; weeks that nobody knows are kept as that", async () => {
    const input = asking(at, coming(at.zone, 3, "10:00"));
    const [baby] = input.babies;
    const twins = [
      { ...baby!, firstName: "Ada" },
      { ...baby!, firstName: "Bea", born: { early: "unknown" } as const },
    ];
    const booked = await bookLesson(visitor, { ...input, babies: twins });
    const babies = await db.owner
      .select({
        ...{ name: t.babies.firstName, born: t.babies.bornOn },
        ...{ days: t.babies.gestationDays, unknown: t.babies.gestationUnknown },
      })
      .from(t.bookingBabies)
      .innerJoin(t.babies, eq(t.babies.id, t.bookingBabies.babyId))
      .where(eq(t.bookingBabies.bookingId, booked.bookingId));
    expect(babies.sort((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: "Ada", born: "2026-08-24", days: 235, unknown: false },
      { name: "Bea", born: "2026-08-24", days: null, unknown: true },
    ]);
    expect((await countRows(db.owner, at.practiceId)).clients).toBe(1);
  });

  test("20: the price when booked, the place's own time, a mail and an audit row", async () => {
    const start = coming(at.zone, 5, "09:00");
    const { bookingId } = await bookLesson(visitor, asking(at, start));
    await db.owner.update(t.services).set({ priceMinor: 9999 });
    const [row] = await db.owner
      .select()
      .from(t.bookings)
      .innerJoin(t.lessons, eq(t.lessons.id, t.bookings.lessonId))
      .where(eq(t.bookings.id, bookingId));
    expect(row?.bookings).toMatchObject({ priceMinor: 4800, currency: "GBP", source: "public" });
    expect(row?.lessons).toMatchObject({ timeZone: "Europe/London", startsAt: start });
    expect(row?.lessons.localStart).toMatch(/^\d{4}-\d\d-\d\d 09:00:00$/);
    const jobs = await db.owner.execute(sql`
      select t.identifier, j.payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where j.payload->>'bookingId' = ${bookingId}`);
    expect([...jobs]).toEqual([
      {
        identifier: "mail.booking",
        payload: { practiceId: at.practiceId, bookingId, event: "booked", sequence: 0 },
      },
    ]);
    const [audit] = await db.owner
      .select()
      .from(t.auditEvents)
      .where(eq(t.auditEvents.subjectId, bookingId));
    expect(audit).toMatchObject({ operation: "booking.book", actorKind: "visitor" });
    expect(JSON.stringify(audit)).not.toMatch(/Ana|Mila|example\.com/);
  });

  test("what the family wrote cannot be read in the table", async () => {
    const text = "She has a scar on her tummy and dislikes loud voices";
    const booked = await bookLesson(visitor, {
      ...asking(at, coming(at.zone, 3, "11:00")),
      note: text,
    });
    const [row] = await db.owner.execute<{ all: string }>(
      sql`select string_agg(b::text, '') as all from bookings b where id = ${booked.bookingId}::uuid`,
    );
    expect(row?.all).toContain(booked.bookingId);
    for (const readable of [
      text,
      Buffer.from(text).toString("hex"),
      Buffer.from("scar").toString("hex"),
    ])
      expect(row?.all).not.toContain(readable);
    const [stored] = await db.owner
      .select()
      .from(t.bookings)
      .innerJoin(t.clients, eq(t.clients.id, t.bookings.clientId))
      .where(eq(t.bookings.id, booked.bookingId));
    const { openDataKey } = await import("@/lib/work/vault");
    const key = await inContext(
      at.staff(),
      (tx) => openDataKey(tx, at.practiceId, stored!.clients.dataKeyId),
      "read only",
    );
    const where = { table: "bookings", column: "family_note", id: booked.bookingId };
    expect(unseal(key, where, stored!.bookings.familyNote!)).toBe(text);
  });

  test("the address of a visit is asked for at home and kept nowhere else", async () => {
    const studio = await bookLesson(visitor, {
      ...asking(at, coming(at.zone, 3, "12:00")),
      visitAddress: "1 Some Street",
    });
    const [kept] = await db.owner
      .select()
      .from(t.bookings)
      .where(eq(t.bookings.id, studio.bookingId));
    expect(kept?.visitAddress).toBeNull();
    await db.owner.update(t.places).set({ kind: "home" }).where(eq(t.places.id, at.placeId));
    const start = coming(at.zone, 3, "14:00");
    const refused = await refusalOf(bookLesson(visitor, asking(at, start)));
    expect(refused.fields).toEqual({ visitAddress: [{ key: "booking:errors.visitAddress" }] });
    const home = await bookLesson(visitor, { ...asking(at, start), visitAddress: "1 Some Street" });
    const [row] = await db.owner.select().from(t.bookings).where(eq(t.bookings.id, home.bookingId));
    expect(row?.visitAddress).toBeInstanceOf(Buffer);
  });
});
