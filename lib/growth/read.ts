import { and, asc, count, eq, isNull, min, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { babies, clients, measurements } from "@/db/schema";
import { babyTitle } from "@/lib/clients/rules";
import { isClinician, isParent } from "@/lib/core/actor";
import { query } from "@/lib/work/query";
import { type Growth, openGrowth } from "./record";
import { OneBaby } from "./schema";

/** The row of a child that its page is about (docs/decisions/0015). */
const goesOn = alias(babies, "goes_on");

const opened = ({ practiceId, baby, measurements: rows, voided }: Growth) => [
  { practiceId, babyId: baby.id, detail: { part: "growth", rows: rows.length + voided.length } },
];

/** All that was measured of a baby, how it stands, and what a doctor may like to see of it. */
export const babyGrowth = query({
  name: "growth.baby",
  allow: isClinician,
  beside: true,
  input: OneBaby,
  run: ({ tx, now }, { babyId }) => openGrowth(tx, babyId, now),
  log: opened,
});

/** The same for the baby's own family, which learns nothing of another's: that a row was another baby's, and no more. */
export const ownGrowth = query({
  name: "growth.own",
  allow: isParent,
  input: OneBaby,
  run: async ({ tx, now }, { babyId }): Promise<Growth> => {
    const growth = await openGrowth(tx, babyId, now);
    const voided = growth.voided.map(({ amount, ...row }) => ({
      ...row,
      amount: row.voided?.reason === "wrong_baby" ? null : amount,
    }));
    return { ...growth, voided };
  },
  log: opened,
});

/** Children of whom parents entered something that nobody has confirmed yet, the longest waiting first: no values. */
export const waitingMeasurements = query({
  name: "growth.waiting",
  allow: isClinician,
  beside: true,
  input: z.strictObject({}),
  run: async ({ actor, tx }) => {
    const rows = await tx
      .select({
        babyId: goesOn.id,
        firstName: goesOn.firstName,
        familyName: clients.name,
        count: count(),
        since: min(measurements.createdAt),
      })
      .from(measurements)
      .innerJoin(
        babies,
        and(eq(babies.practiceId, measurements.practiceId), eq(babies.id, measurements.babyId)),
      )
      .innerJoin(
        goesOn,
        and(
          eq(goesOn.practiceId, babies.practiceId),
          eq(goesOn.id, sql`coalesce(${babies.sameAs}, ${babies.id})`),
        ),
      )
      .innerJoin(
        clients,
        and(eq(clients.practiceId, goesOn.practiceId), eq(clients.id, goesOn.clientId)),
      )
      .where(
        and(
          eq(measurements.practiceId, actor.practiceId),
          isNull(measurements.confirmedAt),
          isNull(measurements.voidedAt),
        ),
      )
      .groupBy(goesOn.id, goesOn.firstName, clients.name)
      .orderBy(asc(min(measurements.createdAt)), asc(goesOn.id))
      .limit(50);
    return rows.map(({ firstName, familyName, ...row }) => ({
      ...row,
      title: babyTitle(firstName, familyName),
    }));
  },
});
export type WaitingMeasurement = Awaited<ReturnType<typeof waitingMeasurements>>[number];
