import { and, between, eq } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { dateOverrides, places, practices, practitioners, weeklyHours } from "@/db/schema";
import { isClinician, type Staff } from "@/lib/core/actor";
import { id, newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { addDays, day, daysBetween, today, type WallTime } from "@/lib/core/time";
import { mayManage, stampOf } from "@/lib/practices/rules";
import { command } from "@/lib/work/command";
import { weekOf } from "./hours.read";
import { type OpenWindow, openWindow, weeklyPlan } from "./schema";

const MOST_DAYS = 92;

/** The form keeps empty rows for more hours. Its time fields cannot write 24:00, so an end of 00:00 is that. */
const typedWindow = z.preprocess((typed) => {
  if (typeof typed !== "object" || typed === null) return typed;
  const { start, end, placeId, ...rest } = typed as Record<string, unknown>;
  if (start === "" && end === "") return null;
  const place = placeId === "" || placeId === undefined ? {} : { placeId };
  return { ...rest, start, end: end === "00:00" ? "24:00" : end, ...place };
}, openWindow.nullable());

const apart = (windows: readonly OpenWindow[]): boolean =>
  weeklyPlan.safeParse(windows.map((window) => ({ ...window, weekday: 1 }))).success;
/** The hours of one day, as its rows of the form. */
const dayHours = z
  .array(typedWindow)
  .max(6)
  .transform((rows) => rows.filter((row) => row !== null))
  .refine(apart, "errors:hoursOverlap");

export const SaveHours = z.strictObject({
  practitionerId: id("practitioner"),
  /** The week that the reader saw (stampOf): a save from an older look is refused. */
  seen: z.string().regex(/^[\w-]{16}$/, "errors:staleForm"),
  /** Monday first. */
  days: z.array(dayHours).length(7, "errors:unexpected"),
  /** Said where the whole week is to be closed, which takes every free time from families at once. */
  closed: z.literal("yes").optional(),
});

export const SaveOverride = z
  .strictObject({
    practitionerId: id("practitioner"),
    from: day,
    until: z.preprocess((typed) => (typed === "" ? undefined : typed), day.optional()),
    kind: z.enum(["closed", "hours"], "hours:errors.kind"),
    hours: dayHours.default([]),
  })
  .refine(({ from, until }) => until === undefined || until >= from, {
    error: "errors:endsBeforeStart",
    path: ["until"],
  })
  .refine(({ from, until }) => until === undefined || daysBetween(from, until) < MOST_DAYS, {
    error: "hours:errors.tooManyDays",
    path: ["until"],
  })
  .refine(({ kind, hours }) => kind === "closed" || hours.length > 0, {
    error: "hours:errors.noHours",
    path: ["hours"],
  });

/** Hours at a place are hours at one of the practice's own. */
async function assertPlaces(
  tx: Tx,
  practiceId: string,
  groups: Readonly<Record<string, readonly OpenWindow[]>>,
): Promise<void> {
  const named = Object.values(groups).flatMap((windows) => windows.map((one) => one.placeId));
  if (!named.some(Boolean)) return;
  const rows = await tx
    .select({ id: places.id })
    .from(places)
    .where(eq(places.practiceId, practiceId));
  const known = new Set(rows.map((row) => row.id));
  for (const [field, windows] of Object.entries(groups))
    if (windows.some(({ placeId }) => placeId && !known.has(placeId)))
      throw invalidField(field, "hours:errors.place");
}

/** Locks the practitioner, so that two saves of one plan follow one another. Not found for whom it is not theirs. */
async function ownPlan(tx: Tx, actor: Staff, practitionerId: string) {
  if (!mayManage(actor, practitionerId)) throw notFound();
  const [found] = await tx
    .select({ zone: practices.timeZone })
    .from(practitioners)
    .innerJoin(practices, eq(practices.practiceId, practitioners.practiceId))
    .where(
      and(eq(practitioners.practiceId, actor.practiceId), eq(practitioners.id, practitionerId)),
    )
    .for("update", { of: practitioners });
  if (!found) throw notFound();
  return { practiceId: actor.practiceId, practitionerId, zone: found.zone };
}

/** The week's hours. Lessons that are booked outside the new hours stay: the page lists them. */
export const saveHours = command({
  name: "availability.save_hours",
  allow: isClinician,
  input: SaveHours,
  run: async ({ actor, tx, audit }, { practitionerId, seen, days, closed }) => {
    const { practiceId } = await ownPlan(tx, actor, practitionerId);
    const before = await weekOf(tx, { practiceId, practitionerId });
    if (stampOf(before) !== seen) throw new Refusal("conflict");
    if (before.length > 0 && days.every((windows) => windows.length === 0) && !closed)
      throw invalidField("closed", "hours:errors.closed");
    const groups = Object.fromEntries(days.map((windows, i) => [`days.${i}`, windows]));
    await assertPlaces(tx, practiceId, groups);
    await tx
      .delete(weeklyHours)
      .where(
        and(eq(weeklyHours.practiceId, practiceId), eq(weeklyHours.practitionerId, practitionerId)),
      );
    const rows = days.flatMap((windows, i) =>
      windows.map(({ start, end, placeId }) => ({
        practiceId,
        practitionerId,
        id: newId(),
        weekday: i + 1,
        startsAt: start,
        endsAt: end,
        placeId: placeId ?? null,
      })),
    );
    if (rows.length > 0) await tx.insert(weeklyHours).values(rows);
    audit({ type: "practitioner", id: practitionerId }, { windows: rows.length });
    return null;
  },
});

/** Other hours, or none, on one day or on each day of a stretch. */
export const saveOverride = command({
  name: "availability.save_override",
  allow: isClinician,
  input: SaveOverride,
  run: async ({ actor, tx, now, audit }, { practitionerId, from, until = from, kind, hours }) => {
    const { practiceId, zone } = await ownPlan(tx, actor, practitionerId);
    if (from < today(now, zone)) throw invalidField("from", "hours:errors.past");
    await assertPlaces(tx, practiceId, { hours });
    await tx
      .delete(dateOverrides)
      .where(
        and(
          eq(dateOverrides.practiceId, practiceId),
          eq(dateOverrides.practitionerId, practitionerId),
          between(dateOverrides.day, from, until),
        ),
      );
    const days = Array.from({ length: daysBetween(from, until) + 1 }, (_, i) => addDays(from, i));
    const windows: { start: WallTime | null; end: WallTime | null; placeId?: string | null }[] =
      kind === "closed"
        ? [{ start: null, end: null }]
        : hours.map((one) => ({ ...one, placeId: one.placeId ?? null }));
    await tx.insert(dateOverrides).values(
      days.flatMap((on) =>
        windows.map(({ start, end, placeId = null }) => ({
          practiceId,
          practitionerId,
          id: newId(),
          day: on,
          startsAt: start,
          endsAt: end,
          placeId,
        })),
      ),
    );
    audit({ type: "practitioner", id: practitionerId }, { from, until, kind });
    return null;
  },
});

/** The day follows the week again. */
export const removeOverride = command({
  name: "availability.remove_override",
  allow: isClinician,
  input: z.strictObject({ practitionerId: id("practitioner"), day }),
  run: async ({ actor, tx, audit }, { practitionerId, day: on }) => {
    const { practiceId } = await ownPlan(tx, actor, practitionerId);
    const gone = await tx
      .delete(dateOverrides)
      .where(
        and(
          eq(dateOverrides.practiceId, practiceId),
          eq(dateOverrides.practitionerId, practitionerId),
          eq(dateOverrides.day, on),
        ),
      );
    if (gone.count === 0) throw notFound();
    audit({ type: "practitioner", id: practitionerId }, { day: on });
    return null;
  },
});
