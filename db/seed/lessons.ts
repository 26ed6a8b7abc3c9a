import { newId, newReference } from "@/lib/core/id";
import { addDays, type Day, dayOfWeek } from "@/lib/core/time";
import { seal } from "@/lib/work/vault";
import type { Tx } from "../client";
import * as t from "../schema";
import { instantAt, type SeededFamily } from "./families";
import type { SeededPractice } from "./people";

type LessonSeed = { baby: string; day: Day; time: string; service: number; address?: string };

/** A week that looks lived in: today's four lessons, others around them, and an hour that is blocked. */
function week(today: Day): LessonSeed[] {
  const monday = addDays(today, 1 - dayOfWeek(today));
  const on = (weekday: number) => addDays(monday, weekday - 1);
  const rest: LessonSeed[] = [
    { baby: "Leo", day: on(1), time: "09:30", service: 0 },
    { baby: "Ivy", day: on(1), time: "11:30", service: 1 },
    { baby: "Noor", day: on(1), time: "14:00", service: 1 },
    { baby: "Rafi", day: on(3), time: "09:30", service: 0 },
    { baby: "Zara", day: on(4), time: "11:00", service: 0 },
    { baby: "Otis", day: on(4), time: "09:00", service: 0 },
    { baby: "Theo", day: on(5), time: "11:30", service: 1 },
    {
      baby: "Mila",
      day: addDays(today, 3),
      time: "13:30",
      service: 0,
      address: "14 Cotham Vale, BS6 6HR",
    },
  ];
  return [
    { baby: "Kit", day: today, time: "09:00", service: 1 },
    { baby: "Theo", day: today, time: "10:30", service: 1 },
    { baby: "Mila", day: today, time: "14:15", service: 0, address: "14 Cotham Vale, BS6 6HR" },
    { baby: "Ada", day: today, time: "16:30", service: 2 },
    ...rest.filter((lesson) => lesson.day !== today || lesson.baby === "Mila"),
  ];
}

export async function seedLessons(
  tx: Tx,
  practice: SeededPractice,
  families: Map<string, SeededFamily>,
  today: Day,
  now: Date,
): Promise<void> {
  for (const seed of week(today)) await seedLesson(tx, practice, families, seed, today, now);
  await block(tx, practice, addDays(today, 2), "15:00", "16:00", "Supervision");
}

async function seedLesson(
  tx: Tx,
  practice: SeededPractice,
  families: Map<string, SeededFamily>,
  seed: LessonSeed,
  today: Day,
  now: Date,
): Promise<void> {
  const family = families.get(seed.baby);
  const service = practice.services[seed.service];
  if (!family || !service) throw new Error(`the demo world has no lesson for ${seed.baby}`);
  const { practiceId } = practice;
  const startsAt = instantAt(seed.day, seed.time, practice.timeZone);
  const endsAt = new Date(startsAt.getTime() + service.minutes * 60_000);
  // Today's past lessons still wait for "how did it go?"; earlier days are done.
  const over = endsAt <= now && (seed.day < today || seed.baby === "Kit");
  const lessonId = newId<"lesson">();
  const bookingId = newId<"booking">();
  const taken = await tx
    .insert(t.lessons)
    .values({
      practiceId,
      id: lessonId,
      practitionerId: practice.practitionerId,
      serviceId: service.id,
      placeId: service.placeId,
      status: over ? "completed" : "confirmed",
      startsAt,
      endsAt,
      blockedFrom: new Date(startsAt.getTime() - service.buffer * 60_000),
      blockedUntil: new Date(endsAt.getTime() + service.buffer * 60_000),
      timeZone: practice.timeZone,
      localStart: `${seed.day} ${seed.time}`,
    })
    .onConflictDoNothing();
  // The week's fixed times may meet today's: the demo world keeps today's.
  if (taken.count === 0) return;
  const address = seed.address
    ? seal(
        family.dataKey,
        { table: "bookings", column: "visit_address", id: bookingId },
        seed.address,
      )
    : null;
  await tx.insert(t.bookings).values({
    practiceId,
    id: bookingId,
    lessonId,
    clientId: family.clientId,
    reference: newReference(),
    source: "staff",
    priceMinor: service.price,
    currency: practice.currency,
    lateFeePercent: service.lateFee ?? 0,
    visitAddress: address,
    status: over ? "completed" : "booked",
    completedAt: over ? endsAt : null,
    ...{ toldStartsAt: startsAt, toldEndsAt: endsAt },
    toldPractitionerId: practice.practitionerId,
  });
  await tx
    .insert(t.bookingBabies)
    .values({ practiceId, bookingId, babyId: family.babyIds[0]!, clientId: family.clientId });
}

async function block(
  tx: Tx,
  practice: SeededPractice,
  day: Day,
  from: string,
  until: string,
  title: string,
): Promise<void> {
  const startsAt = instantAt(day, from, practice.timeZone);
  const endsAt = instantAt(day, until, practice.timeZone);
  await tx
    .insert(t.lessons)
    .values({
      practiceId: practice.practiceId,
      id: newId(),
      practitionerId: practice.practitionerId,
      kind: "block",
      title,
      status: "confirmed",
      startsAt,
      endsAt,
      blockedFrom: startsAt,
      blockedUntil: endsAt,
      timeZone: practice.timeZone,
      localStart: `${day} ${from}`,
    })
    .onConflictDoNothing();
}
