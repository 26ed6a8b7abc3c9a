import type { Row } from "../harness";
import { bookingRows } from "./booking";
import { calendarRows } from "./calendar";
import { freeTimes, offersOf } from "./free-times";
import { policyRows } from "./policies";
import { raceRows } from "./race";
import { recordRows } from "./record";
import { openWorld } from "./world";

export async function suite(): Promise<Row[]> {
  const world = await openWorld();
  try {
    console.log(`PostgreSQL ${world.version}, 100,000 lessons of 50 practices`);
    // Reading comes first, before the writers leave the tables in disorder.
    const policies = await policyRows(world);
    const calendar = await calendarRows(world);
    const record = await recordRows(world);
    const next = freeTimes(await offersOf(world), world);
    const booking = await bookingRows(world, next);
    return [...booking, ...(await raceRows(world, next)), ...calendar, ...record, ...policies];
  } finally {
    await world.close();
  }
}
