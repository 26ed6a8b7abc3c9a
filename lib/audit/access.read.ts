import { and, asc, desc, eq, gte, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import {
  auditEvents,
  babies,
  clients,
  practiceMembers,
  practices,
  practitioners,
  users,
} from "@/db/schema";
import { sameBabyIds } from "@/lib/clients/merged";
import { practiceDay } from "@/lib/clients/read";
import { babyTitle } from "@/lib/clients/rules";
import { isOwner, isParent, type Staff } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { addDays, startOfDay } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { OfBaby, TrailQuestion } from "./access.schema";

const PAGE = 50;
const uuid = z.uuid();

type AccessRow = {
  seq: string | number;
  at: string | Date;
  actor_kind: string;
  actor_name: string | null;
  actor_role: string | null;
  own: boolean;
  operation: string;
  detail: Record<string, unknown>;
};
export type Access = {
  seq: number;
  at: Date;
  by: { kind: string; name: string | null; role: string | null; you: boolean };
  operation: string;
  /** The part that was opened; null for a change. */
  part: string | null;
};
const partOf = (detail: Record<string, unknown>): string | null =>
  typeof detail.part === "string" ? detail.part : detail.read === true ? "other" : null;

/** Who opened or changed the record of the actor's own baby, newest first: name, role and which part. */
export const ownAccess = query({
  name: "audit.own_access",
  allow: isParent,
  input: OfBaby,
  run: async ({ tx }, { babyId, before }) => {
    const [baby] = await tx
      .select({ firstName: babies.firstName, practice: practices.name, zone: practices.timeZone })
      .from(babies)
      .innerJoin(practices, eq(practices.practiceId, babies.practiceId))
      .where(eq(babies.id, babyId));
    if (!baby) throw notFound();
    const rows = await tx.execute<AccessRow>(
      sql`select * from record_access(${babyId}::uuid, ${before ?? null}::bigint, ${PAGE + 1}::int)`,
    );
    const items = rows.slice(0, PAGE).map(
      (row): Access => ({
        seq: Number(row.seq),
        at: new Date(row.at),
        by: { kind: row.actor_kind, name: row.actor_name, role: row.actor_role, you: row.own },
        operation: row.operation,
        part: partOf(row.detail),
      }),
    );
    return { ...baby, items, next: rows.length > PAGE ? (items.at(-1)?.seq ?? null) : null };
  },
});
export type OwnAccess = Awaited<ReturnType<typeof ownAccess>>;

/** Rows about some records: their own, and lists that showed one of them. */
const about = (ids: readonly string[], babyIds: readonly string[]): SQL | undefined =>
  or(
    inArray(auditEvents.subjectId, [...ids]),
    ...babyIds.map(
      (one) =>
        sql`(${auditEvents.subjectType} = 'list' and ${auditEvents.detail}->'babies' @> ${JSON.stringify([one])}::jsonb)`,
    ),
  );

const columns = {
  seq: auditEvents.seq,
  at: auditEvents.at,
  actorKind: auditEvents.actorKind,
  actorId: auditEvents.actorId,
  operation: auditEvents.operation,
  subjectType: auditEvents.subjectType,
  subjectId: auditEvents.subjectId,
  detail: auditEvents.detail,
};

async function page(tx: Tx, actor: Staff, where: SQL | undefined, limit = PAGE) {
  const rows = await tx
    .select(columns)
    .from(auditEvents)
    .where(and(eq(auditEvents.practiceId, actor.practiceId), where))
    .orderBy(desc(auditEvents.seq))
    .limit(limit + 1);
  const people = await peopleOf(tx, actor, rows);
  const items = rows.slice(0, limit).map((row) => {
    const detail = row.detail as Record<string, unknown>;
    const person = people.get(row.actorId ?? "");
    const by = { kind: row.actorKind, name: person?.name ?? null, role: person?.role ?? null };
    const { seq, at, operation, subjectType, subjectId } = row;
    return { seq, at, operation, subjectType, subjectId, detail, by, part: partOf(detail) };
  });
  return { items, next: rows.length > limit ? (items.at(-1)?.seq ?? null) : null };
}
export type TrailRow = Awaited<ReturnType<typeof page>>["items"][number];

async function peopleOf(tx: Tx, actor: Staff, rows: readonly { actorId: string | null }[]) {
  const ids = [...new Set(rows.flatMap(({ actorId }) => actorId ?? []))].filter(
    (one) => uuid.safeParse(one).success,
  );
  if (ids.length === 0) return new Map<string, { name: string | null; role: string | null }>();
  const found = await tx
    .select({
      id: users.id,
      name: sql<string | null>`coalesce(${practitioners.displayName}, ${users.name})`,
      role: practiceMembers.role,
    })
    .from(users)
    .leftJoin(
      practiceMembers,
      and(eq(practiceMembers.practiceId, actor.practiceId), eq(practiceMembers.userId, users.id)),
    )
    .leftJoin(
      practitioners,
      and(eq(practitioners.practiceId, actor.practiceId), eq(practitioners.userId, users.id)),
    )
    .where(inArray(users.id, ids));
  return new Map(found.map(({ id, ...person }) => [id, person]));
}

/** Rows whose subject is something of a baby: the baby, its notes, files, measurements, routines, bookings, forms. */
async function subjectsOf(tx: Tx, actor: Staff, babyIds: readonly string[]): Promise<string[]> {
  const list = sql`${`{${babyIds.join(",")}}`}::uuid[]`;
  const of = (table: string, column = "id") =>
    sql`select ${sql.raw(column)}::text as id from ${sql.raw(table)} where practice_id = ${actor.practiceId}::uuid and baby_id = any(${list})`;
  const rows = await tx.execute<{ id: string }>(
    sql`${sql.join(
      [
        of("medical_notes"),
        of("measurements"),
        of("files"),
        of("routine_assignments"),
        of("practice_logs"),
        of("booking_babies", "booking_id"),
        of("form_assignments"),
        of("referrals"),
        sql`select a.id::text from form_assignments f
          join form_alerts a on a.practice_id = f.practice_id and a.assignment_id = f.id and a.baby_id = any(${list})
          where f.practice_id = ${actor.practiceId}::uuid
            and f.client_id in (select client_id from babies where practice_id = ${actor.practiceId}::uuid and id = any(${list}))`,
      ],
      sql` union all `,
    )} limit 5000`,
  );
  return [...babyIds, ...rows.map(({ id }) => id)];
}

/** Who read and who changed one baby's record, for the owner of the practice. */
export const babyAccess = query({
  name: "audit.baby_access",
  allow: isOwner,
  input: OfBaby,
  run: async ({ actor, tx, now }, { babyId, before }) => {
    const [baby] = await tx
      .select({ id: babies.id })
      .from(babies)
      .where(and(eq(babies.practiceId, actor.practiceId), eq(babies.id, babyId)));
    if (!baby) throw notFound();
    const { zone } = await practiceDay(tx, actor, now);
    const ids = await sameBabyIds(tx, actor.practiceId, babyId);
    const where = and(
      about(await subjectsOf(tx, actor, ids), ids),
      before ? lt(auditEvents.seq, before) : undefined,
    );
    return { zone, ...(await page(tx, actor, where)) };
  },
});

const EXPORTED = 20_000;

/** The practice's own trail under filters: by whom, read or changed, of which baby, when. */
export const practiceTrail = query({
  name: "audit.practice",
  allow: isOwner,
  input: TrailQuestion.extend({ all: z.boolean().default(false) }),
  run: async ({ actor, tx, now }, { who, what, baby, from, until, before, all }) => {
    const { zone } = await practiceDay(tx, actor, now);
    const ids = baby ? await sameBabyIds(tx, actor.practiceId, baby) : [];
    const isRead = sql`coalesce((${auditEvents.detail}->>'read')::boolean, false)`;
    const where = and(
      who ? eq(auditEvents.actorId, who) : undefined,
      what === "read" ? isRead : what === "changed" ? sql`not ${isRead}` : undefined,
      baby ? about(await subjectsOf(tx, actor, ids), ids) : undefined,
      from ? gte(auditEvents.at, startOfDay(from, zone)) : undefined,
      until ? lt(auditEvents.at, startOfDay(addDays(until, 1), zone)) : undefined,
      before ? lt(auditEvents.seq, before) : undefined,
    );
    return { zone, ...(await page(tx, actor, where, all ? EXPORTED : PAGE)) };
  },
});

/** Who may be asked for in the filters of the trail: everybody who works or worked here, and the babies by name. */
export const trailChoices = query({
  name: "audit.choices",
  allow: isOwner,
  input: z.strictObject({ baby: z.uuid().optional() }),
  run: async ({ actor, tx }, { baby }) => {
    const people = await tx
      .select({
        id: users.id,
        name: sql<string>`coalesce(${practitioners.displayName}, ${users.name}, ${users.email})`,
      })
      .from(practiceMembers)
      .innerJoin(users, eq(users.id, practiceMembers.userId))
      .leftJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, practiceMembers.practiceId),
          eq(practitioners.userId, users.id),
        ),
      )
      .where(eq(practiceMembers.practiceId, actor.practiceId))
      .orderBy(asc(sql`2`));
    const [named] = baby
      ? await tx
          .select({ firstName: babies.firstName, family: clients.name })
          .from(babies)
          .innerJoin(
            clients,
            and(eq(clients.practiceId, babies.practiceId), eq(clients.id, babies.clientId)),
          )
          .where(and(eq(babies.practiceId, actor.practiceId), eq(babies.id, baby)))
      : [];
    return { people, baby: named ? babyTitle(named.firstName, named.family) : null };
  },
});
