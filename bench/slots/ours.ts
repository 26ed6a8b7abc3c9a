import { groupByDay, openSlots, type SlotQuestion } from "@/lib/availability/rules";
import { encodeSlots, isoSlots } from "@/lib/availability/wire";
import type { DaysOfSlots } from "./anchor-dayjs";

/** The anchor's whole job: ISO times under the days of the reader. */
export function ourSlots(question: SlotQuestion, viewer: string): DaysOfSlots {
  const slots: DaysOfSlots = {};
  for (const [day, minutes] of groupByDay(openSlots(question), viewer)) {
    slots[day] = isoSlots(minutes).map((time) => ({ time }));
  }
  return slots;
}

/** What the slots endpoint sends; the browser makes days of it. */
export const ourWire = (question: SlotQuestion): string =>
  JSON.stringify(encodeSlots(openSlots(question)));
