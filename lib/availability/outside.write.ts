import { and, count, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { outsideBusy, outsideCalendars, practitioners } from "@/db/schema";
import { isClinician, isSystem, type Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { mayManage } from "@/lib/practices/rules";
import { command } from "@/lib/work/command";
import { sealForSystem } from "@/lib/work/vault";
import { outsideAddress } from "./outside";
import { sealedAddress } from "./outside.read";
import { AddOutside, NoteOutside, OneOutside } from "./outside.schema";

const MOST = 5;

export const outsideJobKey = (calendarId: string): string => `outside:${calendarId}`;

/** From now on that calendar's busy times close openings here. It is read by a job, first at once. */
export const addOutside = command({
  name: "availability.add_outside",
  allow: isClinician,
  input: AddOutside,
  limits: (_input, _ip, actor) => [{ subject: `user:${actor.userId}`, most: 20, minutes: 60 }],
  run: async ({ actor, tx, audit, enqueue }, { practitionerId, name, address }) => {
    const { practiceId } = actor;
    if (!mayManage(actor, practitionerId)) throw notFound();
    const mine = and(
      eq(outsideCalendars.practiceId, practiceId),
      eq(outsideCalendars.practitionerId, practitionerId),
    );
    // Locks the practitioner: two forms sent at once must not pass the limit together.
    const [found] = await tx
      .select({ id: practitioners.id })
      .from(practitioners)
      .where(and(eq(practitioners.practiceId, practiceId), eq(practitioners.id, practitionerId)))
      .for("update");
    if (!found) throw notFound();
    const [already] = await tx.select({ n: count() }).from(outsideCalendars).where(mine);
    if ((already?.n ?? 0) >= MOST)
      throw new Refusal("conflict", { key: "calendars:errors.tooMany", params: { most: MOST } });
    const url = outsideAddress(address);
    if (!url) throw invalidField("address", "calendars:errors.address");
    const calendarId = newId<"calendar">();
    await tx.insert(outsideCalendars).values({
      practiceId,
      id: calendarId,
      practitionerId,
      name,
      address: sealForSystem(sealedAddress(practiceId, calendarId), url.href),
      host: url.hostname,
    });
    audit({ type: "outside_calendar", id: calendarId }, { practitionerId });
    enqueue("outside.read", { practiceId, calendarId }, { key: outsideJobKey(calendarId) });
    return { calendarId: calendarId as string };
  },
});

async function owned(tx: Tx, actor: Staff, calendarId: string) {
  const [row] = await tx
    .select({ practitionerId: outsideCalendars.practitionerId })
    .from(outsideCalendars)
    .where(
      and(eq(outsideCalendars.practiceId, actor.practiceId), eq(outsideCalendars.id, calendarId)),
    );
  if (!row || !mayManage(actor, row.practitionerId)) throw notFound();
  return row;
}

/** Its busy times go with it, and its address. */
export const removeOutside = command({
  name: "availability.remove_outside",
  allow: isClinician,
  input: OneOutside,
  run: async ({ actor, tx, audit }, { calendarId }) => {
    const { practitionerId } = await owned(tx, actor, calendarId);
    await tx
      .delete(outsideCalendars)
      .where(
        and(eq(outsideCalendars.practiceId, actor.practiceId), eq(outsideCalendars.id, calendarId)),
      );
    audit({ type: "outside_calendar", id: calendarId }, { practitionerId });
    return null;
  },
});

/** "Read now": the job's turn comes at once. */
export const readOutsideNow = command({
  name: "availability.read_outside_now",
  allow: isClinician,
  input: OneOutside,
  limits: ({ calendarId }) => [{ subject: `calendar:${calendarId}`, most: 6, minutes: 10 }],
  run: async ({ actor, tx, audit, enqueue }, { calendarId }) => {
    await owned(tx, actor, calendarId);
    audit({ type: "outside_calendar", id: calendarId });
    const { practiceId } = actor;
    enqueue("outside.read", { practiceId, calendarId }, { key: outsideJobKey(calendarId) });
    return null;
  },
});

/** Writes down what a read found. After a problem the busy times known so far stay: better too busy than double booked. */
export const noteOutside = command({
  name: "availability.note_outside",
  allow: isSystem,
  input: NoteOutside,
  run: async ({ tx, audit }, { calendarId, outcome }) => {
    const [row] = await tx
      .select()
      .from(outsideCalendars)
      .where(eq(outsideCalendars.id, calendarId))
      .for("update");
    // Removed while it was read.
    if (!row) return audit({ type: "outside_calendar", id: calendarId }, { gone: true });
    const tried = { lastTriedAt: sql`clock_timestamp()` };
    const fine = { ...tried, lastReadAt: sql`clock_timestamp()`, lastProblem: null };
    if (outcome.is === "read") {
      const { practiceId, practitionerId } = row;
      await tx
        .delete(outsideBusy)
        .where(and(eq(outsideBusy.practiceId, practiceId), eq(outsideBusy.calendarId, calendarId)));
      for (let i = 0; i < outcome.busy.length; i += 1000)
        await tx.insert(outsideBusy).values(
          outcome.busy.slice(i, i + 1000).map(({ start, end }) => ({
            practiceId,
            id: newId(),
            calendarId,
            practitionerId,
            startsAt: start,
            endsAt: end,
          })),
        );
    }
    const set =
      outcome.is === "problem"
        ? { ...tried, lastProblem: outcome.problem }
        : outcome.is === "read"
          ? { ...fine, etag: outcome.etag }
          : fine;
    await tx.update(outsideCalendars).set(set).where(eq(outsideCalendars.id, calendarId));
    audit(
      { type: "outside_calendar", id: calendarId },
      { is: outcome.is, ...(outcome.is === "read" && { busy: outcome.busy.length }) },
    );
  },
});
