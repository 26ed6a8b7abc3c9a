import { and, eq, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { measurements } from "@/db/schema";
import { assertMayKeepHealth } from "@/lib/clients/consents";
import { isClinician, isParent, oneOf, type Parent, type Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { daysBetween } from "@/lib/core/time";
import { command, type Work } from "@/lib/work/command";
import { seal } from "@/lib/work/vault";
import { familyKeyOf, type Growth, isSameChild, type Measurement, openGrowth } from "./record";
import {
  AddMeasurement,
  ConfirmMeasurements,
  CorrectMeasurement,
  type Kind,
  type Measured,
  RemoveMeasurement,
  sealedValue,
} from "./schema";
import { type Again, checkAmount, mayBeOne, type Slip } from "./slips.rules";
import { inPounds, LIMITS, readAmount, readCorrected } from "./units.rules";

type Author = Staff | Parent;
type Typed = Omit<z.output<typeof AddMeasurement>, "babyId">;

/** Reads what was typed, refuses what cannot be, and asks about what is unlikely or looks like an entry that is there. */
function settle(growth: Growth, typed: Typed, without?: string): Measured {
  const { child, thisDay } = growth;
  const { kind, unit, measuredOn } = typed;
  if (daysBetween(measuredOn, child.bornOn) > 0)
    throw invalidField("measuredOn", "growth:errors.beforeBirth");
  if (daysBetween(thisDay, measuredOn) > 0)
    throw invalidField("measuredOn", "growth:errors.inFuture");
  const stored = growth.measurements.find((one) => one.id === without)?.amount;
  const read = stored === undefined ? readAmount(typed) : readCorrected(typed, stored);
  const amount = typed.again ?? typed.sure ?? typed.use ?? read;
  if (amount === null) throw invalidField("amount", `growth:errors.${kind}`);
  const chosen = [typed.again, typed.sure, typed.use].some((one) => one !== undefined);
  const before = growth.measurements
    .filter((one) => one.kind === kind && one.id !== without && one.on <= measuredOn)
    .at(-1);
  const checked = checkAmount(
    child,
    {
      kind,
      unit,
      on: measuredOn,
      before: before ? { amount: before.amount, on: before.on } : null,
      pounds: chosen ? null : inPounds(typed),
    },
    amount,
  );
  const { impossible, warnings, meant } = checked;
  const sure = typed.sure !== undefined || typed.again !== undefined;
  if (impossible || (warnings.length + meant.length > 0 && !sure)) {
    const slip: Slip = { kind, unit, typed: amount, meant, mayKeep: !impossible };
    const asks = warnings.length > 0 ? "unlikely" : "ounces";
    const say = impossible ? limitOf(kind) : { key: `growth:errors.${asks}` };
    throw new Refusal("invalid", "errors:invalid", {
      fields: { amount: [say] },
      facts: { slip },
    });
  }
  const entered = growth.measurements
    .filter((one) => one.id !== without)
    .find((one) => mayBeOne(one, { kind, amount, on: measuredOn }));
  if (entered && typed.again === undefined) {
    const again: Again = { kind, unit, typed: amount, amount: entered.amount, on: entered.on };
    throw new Refusal("invalid", "errors:invalid", {
      fields: { amount: [{ key: `growth:errors.again.${kind}` }] },
      facts: { again },
    });
  }
  return { amount, unit, ...(warnings.length > 0 && { warned: warnings }) };
}
const limitOf = (kind: Kind) => {
  const per = kind === "weight" ? 1000 : 10;
  const { least, most } = LIMITS[kind];
  return { key: `growth:errors.${kind}Limits`, params: { least: least / per, most: most / per } };
};

type Kept = { growth: Growth; typed: Typed; measured: Measured; replacesId?: string };
async function keep(
  { actor, tx, now }: Work<Author>,
  { growth, typed, measured, replacesId }: Kept,
) {
  const { practiceId, baby } = growth;
  // A wrong entry may be taken off; a new number is something new.
  await assertMayKeepHealth(tx, practiceId, baby.clientId);
  const parent = actor.kind === "parent";
  // A parent has no scales of the practice's.
  if (parent && typed.source === "practitioner") throw invalidField("source", "errors:choose");
  const key = await familyKeyOf(tx, practiceId, baby.clientId);
  const id = newId<"measurement">();
  await tx.insert(measurements).values({
    practiceId,
    id,
    clientId: baby.clientId,
    babyId: baby.id,
    kind: typed.kind,
    measuredOn: typed.measuredOn,
    measuredTime: typed.measuredTime ?? null,
    source: typed.source,
    value: seal(key, sealedValue(id), JSON.stringify(measured)),
    enteredBy: actor.userId,
    enteredAs: parent ? "parent" : "staff",
    ...(!parent && { confirmedAt: now, confirmedBy: actor.userId }),
    replacesId: replacesId ?? null,
  });
  return id;
}

/** One measurement: the practitioner's counts at once, a parent's waits to be confirmed. */
export const addMeasurement = command({
  name: "growth.add",
  allow: oneOf<Author>(isClinician, isParent),
  input: AddMeasurement,
  limits: (_input, _ip, actor) => [{ subject: actor.userId, most: 120, minutes: 60 }],
  run: async (work, { babyId, ...typed }) => {
    const { tx, now, enter, audit } = work;
    const growth = await openGrowth(tx, babyId, now);
    await enter(growth.practiceId);
    const measured = settle(growth, typed);
    const measurementId = await keep(work, { growth, typed, measured });
    audit(
      { type: "measurement", id: measurementId },
      { babyId, kind: typed.kind, warned: measured.warned ?? [], offered: typed.use !== undefined },
    );
    return { babyId: babyId as string, measurementId: measurementId as string, kind: typed.kind };
  },
});

/** The entry as the actor may change it: a parent only their own, and only until it is confirmed. */
async function openEntry(tx: Tx, actor: Author, measurementId: string, now: Date) {
  const [row] = await tx
    .select({ babyId: measurements.babyId })
    .from(measurements)
    .where(eq(measurements.id, measurementId));
  if (!row) throw notFound();
  const growth = await openGrowth(tx, row.babyId, now);
  const entry = growth.measurements.find((one) => one.id === measurementId);
  if (!entry) throw new Refusal("conflict", "growth:errors.gone");
  if (actor.kind === "parent" && (entry.confirmed || entry.enteredByUser !== actor.userId))
    throw new Refusal("conflict", "growth:errors.confirmed");
  return { growth, entry };
}

async function voidEntry(
  { actor, tx, now }: Work<Author>,
  { practiceId }: Growth,
  entry: Measurement,
  reason: z.output<typeof RemoveMeasurement>["reason"],
): Promise<void> {
  const taken = await tx
    .update(measurements)
    .set({ voidedAt: now, voidedBy: actor.userId, voidReason: reason })
    .where(
      and(
        eq(measurements.practiceId, practiceId),
        eq(measurements.id, entry.id),
        isNull(measurements.voidedAt),
      ),
    )
    .returning({ id: measurements.id });
  if (taken.length === 0) throw new Refusal("conflict", "growth:errors.gone");
}

/** A wrong entry stays readable, with its reason; the right one takes its place on the chart. */
export const correctMeasurement = command({
  name: "growth.correct",
  allow: oneOf<Author>(isClinician, isParent),
  input: CorrectMeasurement,
  run: async (work, { measurementId, reason, ...typed }) => {
    const { actor, tx, now, enter, audit } = work;
    const { growth, entry } = await openEntry(tx, actor, measurementId, now);
    if (typed.kind !== entry.kind) throw invalidField("kind", "errors:choose");
    await enter(growth.practiceId);
    const measured = settle(growth, typed, measurementId);
    await voidEntry(work, growth, entry, reason);
    const id = await keep(work, { growth, typed, measured, replacesId: measurementId });
    const babyId = growth.baby.id;
    audit({ type: "measurement", id: measurementId }, { babyId, voided: reason });
    audit(
      { type: "measurement", id },
      { babyId, kind: typed.kind, replaces: measurementId, warned: measured.warned ?? [] },
    );
    return { babyId, measurementId: id as string, kind: entry.kind };
  },
});

/** Taken off the chart, with nothing in its place. */
export const removeMeasurement = command({
  name: "growth.remove",
  allow: oneOf<Author>(isClinician, isParent),
  input: RemoveMeasurement,
  run: async (work, { measurementId, reason }) => {
    const { actor, tx, now, enter, audit } = work;
    const { growth, entry } = await openEntry(tx, actor, measurementId, now);
    await enter(growth.practiceId);
    await voidEntry(work, growth, entry, reason);
    audit({ type: "measurement", id: measurementId }, { babyId: growth.baby.id, voided: reason });
    return { babyId: growth.baby.id, kind: entry.kind };
  },
});

/** What a parent entered, looked at by a practitioner: one, or all that the page showed. */
export const confirmMeasurements = command({
  name: "growth.confirm",
  allow: isClinician,
  input: ConfirmMeasurements,
  run: async ({ actor, tx, now, audit }, { babyId, measurementIds }) => {
    const { practiceId, userId } = actor;
    const done = await tx
      .update(measurements)
      .set({ confirmedAt: now, confirmedBy: userId })
      .where(
        and(
          eq(measurements.practiceId, practiceId),
          among(measurements.id, measurementIds),
          sql`${measurements.babyId} in (select b.id from babies b where b.practice_id = ${practiceId}
            and ${isSameChild(babyId)})`,
          isNull(measurements.confirmedAt),
          isNull(measurements.voidedAt),
        ),
      )
      .returning({ id: measurements.id });
    if (done.length === 0) throw new Refusal("conflict", "growth:errors.gone");
    audit({ type: "baby", id: babyId }, { confirmed: done.map((row) => row.id) });
    return { babyId: babyId as string, confirmed: done.length };
  },
});
