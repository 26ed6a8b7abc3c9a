import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { addDays, dayOfWeek, today, toInstant } from "@/lib/core/time";
import type { Database } from "../client";
import type { TestPractice } from "./world";

/** The day on which a weekday (Monday is 1) comes next after at least a week, where the practice is. */
export function comingDay(zone: string, weekday: number): string {
  let day = addDays(today(new Date(), zone), 7);
  while (dayOfWeek(day) !== weekday) day = addDays(day, 1);
  return day;
}

/** An instant on a coming weekday: `coming("Europe/London", 2, "10:00")`. */
export function coming(zone: string, weekday: number, time: string): Date {
  const at = toInstant(comingDay(zone, weekday), time, zone);
  if (at.kind === "gap") throw new Error(`${time} does not exist on that day in ${zone}`);
  return at.instant;
}

/** What a guest sends who books a lesson at a practice of world.ts. */
export function asking(at: TestPractice, start: Date) {
  const mark = randomBytes(4).toString("hex");
  return {
    practiceId: at.practiceId,
    serviceId: at.serviceId,
    start: start.toISOString(),
    guest: { name: `Ana ${mark}`, email: `ana-${mark}@example.com` },
    babies: [
      {
        firstName: `Mila ${mark}`,
        bornOn: { day: "24", month: "8", year: "2026" },
        born: { early: "yes" as const, weeks: "33", days: "4" },
      },
    ],
  };
}

/** How many rows a practice has in the tables a booking writes to. */
export async function countRows(owner: Database, practiceId: string) {
  const tables = [
    "lessons",
    "bookings",
    "booking_babies",
    "clients",
    "guardians",
    "babies",
    "data_keys",
    "links",
    "audit_events",
  ];
  const counts: Record<string, number> = {};
  for (const name of tables) {
    const [row] = await owner.execute<{ n: string }>(
      sql`select count(*) as n from ${sql.identifier(name)} where practice_id = ${practiceId}::uuid`,
    );
    counts[name] = Number(row?.n);
  }
  return counts;
}
