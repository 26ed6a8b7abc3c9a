import { and, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { bookings, clients, lessons, practices } from "@/db/schema";
import { isClinician, isOwner, isStaff, isSystem } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { line, optionalProse, ticked, wholeNumber } from "@/lib/core/text";
import { command } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { openDataKey, seal } from "@/lib/work/vault";
import { familyIds } from "./merged";
import { keepRule, keptFamilies } from "./retention.read";

async function whole(tx: Tx, practiceId: string, clientId: string) {
  const [row] = await tx
    .select()
    .from(clients)
    .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)))
    .for("update");
  if (!row || row.erasedAt || row.mergedInto) throw notFound();
  return { ...row, ids: await familyIds(tx, practiceId, clientId) };
}

/** Puts a family away, or takes it out again. Nothing is lost by it; lessons to come are cancelled first. */
export const archiveClient = command({
  name: "clients.archive",
  allow: isStaff,
  input: z.strictObject({ clientId: id("client"), archived: z.enum(["yes", "no"]) }),
  run: async ({ actor, tx, now, audit }, { clientId, archived }) => {
    const { practiceId } = actor;
    const { ids } = await whole(tx, practiceId, clientId);
    const [coming] = await tx
      .select({ id: bookings.id })
      .from(bookings)
      .innerJoin(
        lessons,
        and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
      )
      .where(
        and(
          eq(bookings.practiceId, practiceId),
          among(bookings.clientId, ids),
          inArray(bookings.status, ["requested", "booked", "arrived"]),
          gt(lessons.endsAt, now),
        ),
      )
      .limit(1);
    if (archived === "yes" && coming) throw new Refusal("conflict", "clients:errors.lessonsToCome");
    await tx
      .update(clients)
      .set({ archivedAt: archived === "yes" ? now : null })
      .where(and(eq(clients.practiceId, practiceId), among(clients.id, ids)));
    audit({ type: "client", id: clientId }, { archived: archived === "yes" });
    return { clientId: clientId as string };
  },
});

/** Nothing of a family may be deleted, such as while a court or an insurer looks at it; why is for clinicians. */
export const holdClient = command({
  name: "clients.hold",
  allow: isClinician,
  input: z.strictObject({ clientId: id("client"), held: ticked, why: optionalProse(500) }),
  run: async ({ actor, tx, now, audit }, { clientId, held, why }) => {
    const { practiceId } = actor;
    const client = await whole(tx, practiceId, clientId);
    if (held && !why) throw invalidField("why", "clients:errors.holdWhy");
    const key = await openDataKey(tx, practiceId, client.dataKeyId);
    const where = { table: "clients", column: "held_why", id: clientId };
    await tx
      .update(clients)
      .set({
        heldSince: held ? (client.heldSince ?? now) : null,
        heldWhy: held && why ? seal(key, where, why) : null,
      })
      .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)));
    audit({ type: "client", id: clientId }, { held });
    return { clientId: clientId as string };
  },
});

/**
 * Deletes a family for good: the keys of everything that was sealed, then every row that may go (erase_family). Only by
 * the owner's own press, with the family's name typed, once the time to keep the record is over and nobody holds it.
 */
export const eraseClient = command({
  name: "clients.erase",
  allow: isOwner,
  input: z.strictObject({ clientId: id("client"), name: line(80, "clients:errors.typeName") }),
  run: async ({ actor, tx, now, audit }, { clientId, name }) => {
    const { practiceId } = actor;
    const client = await whole(tx, practiceId, clientId);
    const [kept] = await keptFamilies(tx, practiceId, now, clientId);
    if (!kept) throw notFound();
    if (kept.held) throw new Refusal("conflict", "clients:errors.held");
    if (!kept.over) throw new Refusal("too_late", "clients:errors.notYet");
    if (name.toLowerCase() !== client.name.trim().toLowerCase())
      throw invalidField("name", "clients:errors.otherName");
    const { contactYears, birthYears } = await keepRule(tx, practiceId);
    const [row] = await tx.execute<{ id: string | null }>(
      sql`select erase_family(${practiceId}::uuid, ${clientId}::uuid, ${kept.lastContactOn}::date, ${contactYears}, ${birthYears}, ${kept.until}::date) as id`,
    );
    if (!row?.id) throw new Refusal("conflict", "clients:errors.held");
    audit(
      { type: "client", id: clientId },
      { erased: true, certificate: row.id, records: client.ids.length },
    );
    return { certificateId: row.id };
  },
});

export const keepingSettings = query({
  name: "clients.keeping_settings",
  allow: isStaff,
  input: z.strictObject({}),
  run: async ({ actor, tx }) => {
    const [row] = await tx
      .select({
        correctUntilMonths: practices.correctUntilMonths,
        vaccinationHours: practices.vaccinationHours,
        keepContactYears: practices.keepContactYears,
        keepBirthYears: practices.keepBirthYears,
      })
      .from(practices)
      .where(eq(practices.practiceId, actor.practiceId));
    if (!row) throw notFound();
    return row;
  },
});

/** How the practice counts the age of babies born early, how long it waits after a vaccination and keeps records. */
export const saveKeeping = command({
  name: "clients.save_keeping",
  allow: isOwner,
  input: z.strictObject({
    correctUntilMonths: z.preprocess(
      Number,
      z.union([z.literal(12), z.literal(24), z.literal(36)], "errors:choose"),
    ),
    vaccinationHours: wholeNumber(24, 168, "clients:errors.vaccinationHours"),
    keepContactYears: wholeNumber(1, 50, "clients:errors.years"),
    keepBirthYears: wholeNumber(1, 50, "clients:errors.years"),
  }),
  run: async ({ actor, tx, audit }, values) => {
    await tx.update(practices).set(values).where(eq(practices.practiceId, actor.practiceId));
    audit({ type: "practice", id: actor.practiceId }, values);
    return null;
  },
});

/** Notes which families of a practice have been kept long enough, for the owner to look at. It deletes nothing. */
export const lookThrough = command({
  name: "clients.look_through",
  allow: isSystem,
  input: z.strictObject({ practiceId: id("practice") }),
  run: async ({ tx, now, audit }, { practiceId }) => {
    const over = (await keptFamilies(tx, practiceId, now)).filter((one) => one.over && !one.held);
    const ids = `{${over.map((one) => one.clientId).join(",")}}`;
    const mine = and(eq(clients.practiceId, practiceId));
    await tx
      .update(clients)
      .set({ keptLongEnoughSince: null })
      .where(
        and(
          mine,
          isNotNull(clients.keptLongEnoughSince),
          sql`not ${clients.id} = any(${ids}::uuid[])`,
        ),
      );
    const found = await tx
      .update(clients)
      .set({ keptLongEnoughSince: now })
      .where(
        and(
          mine,
          sql`${clients.keptLongEnoughSince} is null`,
          sql`${clients.id} = any(${ids}::uuid[])`,
        ),
      )
      .returning({ id: clients.id });
    audit({ type: "practice", id: practiceId }, { over: over.length, found: found.length });
    return { over: over.length };
  },
});

/** The practices to look through; for the clock's job. */
export const practicesToLook = query({
  name: "clients.practices_to_look",
  allow: isSystem,
  input: z.strictObject({}),
  run: async ({ tx }) => {
    const rows = await tx.execute<{ practice_id: string }>(sql`select * from all_practices()`);
    return rows.map((row) => row.practice_id);
  },
});
