import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Tx } from "@/db/client";
import * as t from "@/db/schema";
import { comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { findOffer } from "@/lib/booking/offer";
import { lessonAt, takeTime } from "@/lib/booking/time";
import type { Visitor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { addDays, type Day, instantOf, startOfDay, wallOf } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import { openings, scheduleOf } from "./read";
import { emptied, openSlots } from "./rules";
import { randomOf } from "./zones-proof";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
const seed = Number(process.env.PROVE_SEED ?? Math.floor(Date.now() / 86_400_000));
// As many as one likes in a long run.
const WORLDS = Number(process.env.PROVE_WORLDS ?? 12);
const DAYS = 10;

type World = { at: TestPractice; services: string[]; first: Day };

/** A practitioner between two studios, home visits and a screen, with limits, a speed and a few lessons. */
async function world(random: () => number): Promise<World> {
  const below = (n: number) => Math.floor(random() * n);
  const maybe = (most: number) => (below(2) === 0 ? null : 1 + below(most));
  const at = await makePractice(db.owner);
  const { practiceId, practitionerId, zone } = at;
  const first = addDays(comingDay(zone, 1), 7);
  await db.owner
    .update(t.practitioners)
    .set({
      maxPerDay: maybe(4),
      maxPerWeek: maybe(8),
      travelKmh: below(4) === 0 ? null : 10 + below(30),
    })
    .where(sql`${t.practitioners.id} = ${practitionerId}`);
  const point = () => ({
    latitude: 51.45 + below(1000) / 10_000,
    longitude: -2.6 + below(1000) / 10_000,
  });
  const kinds = ["studio", "studio", "home", "online"] as const;
  const services: string[] = [];
  const rooms = kinds.map((kind) => ({ id: newId<"place">(), kind, ...point() }));
  for (const [i, { kind, ...room }] of rooms.entries()) {
    await db.owner.insert(t.places).values({
      ...room,
      practiceId,
      kind,
      name: kind,
      timeZone: zone,
      radiusMiles: kind === "home" ? 1 + below(3) : null,
    });
    const id = newId<"service">();
    services.push(id);
    await db.owner.insert(t.services).values({
      practiceId,
      id,
      practitionerId,
      placeId: room.id,
      name: kind,
      durationMinutes: 30 + 15 * below(4),
      stepMinutes: 15,
      bufferBeforeMinutes: 5 * below(3),
      bufferAfterMinutes: 5 * below(3),
      minNoticeMinutes: 0,
      priceMinor: 1,
      currency: "GBP",
      position: i + 1,
      maxPerDay: maybe(3),
      maxPerWeek: maybe(5),
    });
  }
  const one = rooms[below(2)];
  if (one && below(2) === 0)
    await db.owner
      .update(t.weeklyHours)
      .set({ placeId: one.id })
      .where(
        sql`${t.weeklyHours.practitionerId} = ${practitionerId} and ${t.weeklyHours.weekday} <= 2`,
      );
  for (let i = 0; i < 7; i += 1) {
    const room = rooms[below(4)];
    const serviceId = services[below(4)];
    if (!room || !serviceId) continue;
    const day = addDays(first, below(DAYS));
    const starts = startOfDay(day, zone).getTime() + (9 * 60 + 5 * below(90)) * 60_000;
    const span = { startsAt: new Date(starts), endsAt: new Date(starts + 2_700_000) };
    // A lesson that would lie over another one is left out.
    await db.owner
      .insert(t.lessons)
      .values({
        practiceId,
        id: newId(),
        practitionerId,
        serviceId,
        placeId: room.id,
        status: "confirmed",
        ...span,
        blockedFrom: span.startsAt,
        blockedUntil: span.endsAt,
        timeZone: zone,
        localStart: `${wallOf(span.startsAt, zone).day} 09:00`,
        ...(room.kind !== "online" && { latitude: room.latitude, longitude: room.longitude }),
      })
      .onConflictDoNothing();
  }
  return { at, services, first };
}

class Undo extends Error {}

/** Whether a visitor may have a start; what was taken for the answer is given back. */
async function canHave(at: TestPractice, serviceId: string, start: Date): Promise<boolean> {
  let won = false;
  const ask = async (tx: Tx) => {
    await tx.execute(sql`select set_config('app.practice_id', ${at.practiceId}, true)`);
    const offer = await findOffer(tx, at.practiceId, serviceId);
    if (!offer) throw new Error("no offer");
    won = await takeTime(tx, lessonAt(offer, newId(), start), "confirmed");
    throw new Undo();
  };
  await inContext(visitor, ask, "read write").catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return won;
}

test(
  `the database lets a family have exactly what it is offered, in ${WORLDS} random worlds (PROVE_SEED=${seed})`,
  async () => {
    let [offered, refused] = [0, 0];
    for (let n = 0; n < WORLDS; n += 1) {
      const random = randomOf(`${seed} world ${n}`);
      const { at, services, first } = await world(random);
      const now = new Date();
      const range = {
        from: startOfDay(first, at.zone),
        to: startOfDay(addDays(first, DAYS), at.zone),
      };
      for (const serviceId of services) {
        const question = { ...at, serviceId, ...range, now };
        const [free, schedule] = await inContext(
          visitor,
          (tx) => Promise.all([openings(tx, question), scheduleOf(tx, question)]),
          "read only",
        );
        const all = schedule ? openSlots({ ...emptied(schedule), ...range }) : [];
        const known = new Set(free);
        const pick = (list: readonly number[], most: number) =>
          list.length === 0
            ? []
            : [
                list[0] ?? 0,
                ...Array.from(
                  { length: most },
                  () => list[Math.floor(random() * list.length)] ?? 0,
                ),
              ];
        for (const start of pick(free, 3)) {
          expect([
            n,
            serviceId,
            instantOf(start),
            await canHave(at, serviceId, instantOf(start)),
          ]).toEqual([n, serviceId, instantOf(start), true]);
          offered += 1;
        }
        for (const start of pick(
          all.filter((one) => !known.has(one)),
          3,
        )) {
          expect([
            n,
            serviceId,
            instantOf(start),
            await canHave(at, serviceId, instantOf(start)),
          ]).toEqual([n, serviceId, instantOf(start), false]);
          refused += 1;
        }
      }
    }
    expect(offered).toBeGreaterThan(WORLDS * 4);
    expect(refused).toBeGreaterThan(WORLDS * 2);
  },
  WORLDS * 10_000,
);
