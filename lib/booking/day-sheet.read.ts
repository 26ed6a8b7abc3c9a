import { z } from "zod";
import { guardiansOf, practiceDay } from "@/lib/clients/read";
import { factsShown } from "@/lib/clients/rules";
import { isStaff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { wholeNumber } from "@/lib/core/text";
import { addDays, day, startOfDay } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { staffLessons, takenBetween } from "./staff-lessons";

/** What two or three sheets of paper hold; a practice with more on a day turns the page. */
export const SHEET_ROWS = 20;

const SheetQuestion = z.strictObject({
  day: day.optional(),
  practitionerId: z.union([z.literal("all"), id("practitioner")]).optional(),
  page: wholeNumber(1, 1000).default(1),
});

/**
 * A day on paper (feature d7): when, who, where and what to take care of, with ages as they are on that day. What is
 * clinical is for clinicians alone, because paper lies about.
 */
export const daySheet = query({
  name: "booking.day_sheet",
  allow: isStaff,
  input: SheetQuestion,
  run: async ({ actor, tx, now }, { day: asked, practitionerId: whose, page }) => {
    const { zone, thisDay } = await practiceDay(tx, actor, now);
    const on = asked ?? thisDay;
    const who = whose === "all" ? undefined : (whose ?? actor.practitionerId ?? undefined);
    const inDay = takenBetween(actor, startOfDay(on, zone), startOfDay(addDays(on, 1), zone), who);
    const found = (await staffLessons(tx, actor, inDay, on)).filter(
      (lesson) => lesson.status !== "held",
    );
    const rows = found.slice((page - 1) * SHEET_ROWS, page * SHEET_ROWS);
    const people = await guardiansOf(
      tx,
      actor,
      rows.flatMap((lesson) => lesson.seat?.clientId ?? []),
    );
    return {
      zone,
      on,
      practitionerId: who ?? null,
      page,
      pages: Math.max(1, Math.ceil(found.length / SHEET_ROWS)),
      total: found.filter((lesson) => !lesson.block).length,
      rows: rows.map((lesson) => ({
        ...lesson,
        people: (people.get(lesson.seat?.clientId ?? "") ?? []).map(({ name, phone }) => ({
          name,
          phone,
        })),
      })),
    };
  },
  log: ({ rows }, { practiceId }) => [
    {
      ...{ practiceId, list: "day_sheet" },
      babyIds: factsShown(rows.flatMap((lesson) => lesson.seat?.babies ?? [])),
    },
  ],
});
export type DaySheet = Awaited<ReturnType<typeof daySheet>>;
