import { and, asc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  babies,
  bookings,
  clients,
  guardians,
  lessons,
  practices,
  practitioners,
} from "@/db/schema";
import { isParent, type Parent } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { today } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { openDataKey } from "@/lib/work/vault";
import { carersOf } from "./copies.write";
import { birth, familyIds } from "./merged";
import { readHealth } from "./read";
import { agesOf, alertsOf } from "./rules";

const babyRows = (tx: Tx) =>
  tx
    .select({
      id: babies.id,
      practiceId: babies.practiceId,
      clientId: babies.clientId,
      firstName: babies.firstName,
      ...birth,
      health: babies.health,
      dataKeyId: clients.dataKeyId,
      practice: practices.name,
      phone: practices.phone,
      zone: practices.timeZone,
      untilMonths: practices.correctUntilMonths,
    })
    .from(babies)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, babies.practiceId), eq(clients.id, babies.clientId)),
    )
    .innerJoin(practices, eq(practices.practiceId, babies.practiceId));

/** The actor's own name and babies, at every practice that knows the family. */
export const ownFamily = query({
  name: "clients.own_family",
  allow: isParent,
  input: z.strictObject({}),
  run: async ({ actor, tx, now }) => {
    const [me] = await ownGuardians(tx, actor);
    const rows = await babyRows(tx)
      .where(and(isNull(babies.archivedAt), isNull(babies.sameAs)))
      .orderBy(asc(babies.bornOn), asc(babies.firstName), asc(babies.id));
    return {
      name: me?.name ?? null,
      babies: rows.map(({ health: _, dataKeyId: __, untilMonths, ...baby }) => ({
        ...baby,
        ages: agesOf(baby.bornOn, baby.gestationDays, today(now, baby.zone), untilMonths),
      })),
    };
  },
});
export type OwnBaby = Awaited<ReturnType<typeof ownFamily>>["babies"][number];

const ownGuardians = (tx: Tx, actor: Parent) =>
  tx
    .select({ name: guardians.name })
    .from(guardians)
    .where(eq(guardians.userId, actor.userId))
    .orderBy(asc(guardians.createdAt))
    .limit(1);

/** One of the actor's own babies, with everything the practice keeps of it that a parent should know it keeps. */
export const ownBabyFacts = query({
  name: "clients.own_baby",
  allow: isParent,
  input: z.strictObject({ babyId: id("baby") }),
  run: async ({ actor, tx, now }, { babyId }) => {
    const [row] = await babyRows(tx).where(eq(babies.id, babyId));
    if (!row) throw notFound();
    const { health, dataKeyId, untilMonths, ...baby } = row;
    const key = await openDataKey(tx, row.practiceId, dataKeyId);
    const carers = await carersOf({ actor, tx }, row.clientId);
    const ids = await familyIds(tx, row.practiceId, row.clientId);
    const teachers = await tx
      .selectDistinct({ name: practitioners.displayName, slug: practitioners.slug })
      .from(bookings)
      .innerJoin(
        lessons,
        and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
      )
      .innerJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, lessons.practiceId),
          eq(practitioners.id, lessons.practitionerId),
        ),
      )
      .where(and(eq(bookings.practiceId, row.practiceId), among(bookings.clientId, ids)))
      .orderBy(asc(practitioners.displayName));
    return {
      ...baby,
      ages: agesOf(row.bornOn, row.gestationDays, today(now, row.zone), untilMonths),
      // The parent is nobody to hide a diagnosis from: the same facts as the practitioner reads.
      alerts: alertsOf("practitioner", row, readHealth(key, babyId, health), today(now, row.zone)),
      carers: carers.map(({ name, kin, relation, you }) => ({ name, kin, relation, you })),
      teachers,
    };
  },
  log: ({ practiceId, id: babyId }) => [{ practiceId, babyId, detail: { part: "health" } }],
});
export type OwnBabyFacts = Awaited<ReturnType<typeof ownBabyFacts>>;
