import { and, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { babies } from "@/db/schema";
import { familyIds, sameBabyIds } from "@/lib/clients/merged";
import { practiceDay } from "@/lib/clients/read";
import { isStaff, type Staff } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { familyKeyOf } from "@/lib/growth/record";
import { Measured, sealedValue } from "@/lib/growth/schema";
import { query } from "@/lib/work/query";
import { type DataKey, unseal } from "@/lib/work/vault";
import {
  type Cursor,
  cursorText,
  kindsFor,
  readCursor,
  type TimelineGroup,
  type TimelineKind,
  TimelineQuestion,
} from "./timeline.rules";
import { type Scope, sources } from "./timeline.sources";

const PAGE = 40;

// What the sources say of each thing; a fact that a source does not give is absent.
const Facts = z.object({
  by: z.string().nullish(),
  byKind: z.string().nullish(),
  detail: z.record(z.string(), z.unknown()).nullish(),
  bookingId: z.string().nullish(),
  noteId: z.string().nullish(),
  assignmentId: z.string().nullish(),
  referralId: z.string().nullish(),
  startsAt: z.coerce.date().nullish(),
  zone: z.string().nullish(),
  service: z.string().nullish(),
  place: z.string().nullish(),
  source: z.string().nullish(),
  requested: z.boolean().nullish(),
  rule: z.string().nullish(),
  template: z.string().nullish(),
  channel: z.string().nullish(),
  state: z.string().nullish(),
  measure: z.enum(["weight", "length", "head"]).nullish(),
  confirmed: z.boolean().nullish(),
  corrected: z.boolean().nullish(),
  clientId: z.string().nullish(),
  value: z.string().nullish(),
  title: z.string().nullish(),
  times: z.number().nullish(),
  outcome: z.string().nullish(),
  reason: z.string().nullish(),
  steps: z.number().nullish(),
  of: z.number().nullish(),
  seconds: z.number().nullish(),
  form: z.string().nullish(),
  name: z.string().nullish(),
  answer: z.string().nullish(),
  consents: z.array(z.string()).nullish(),
  method: z.string().nullish(),
  seen: z.boolean().nullish(),
  about: z.string().nullish(),
  shown: z.boolean().nullish(),
  what: z.string().nullish(),
  doctor: z.string().nullish(),
  organisation: z.string().nullish(),
});
export type TimelineItem = {
  kind: TimelineKind;
  id: string;
  at: Date;
  facts: Omit<z.output<typeof Facts>, "value" | "clientId"> & {
    /** Grams or millimetres. */
    amount?: number;
  };
};
type Row = { kind: TimelineKind; id: string; at: Date | string; facts: unknown };

/** Everything that happened to a baby, newest first: one statement over all the tables that know of something. */
export async function timelineOf(
  tx: Tx,
  actor: Staff,
  asked: {
    babyId: string;
    show?: TimelineGroup | undefined;
    before?: Cursor | null;
    limit: number;
  },
  now: Date,
): Promise<{ items: TimelineItem[]; more: boolean; zone: string }> {
  const { practiceId } = actor;
  const [baby] = await tx
    .select({ clientId: babies.clientId })
    .from(babies)
    .where(and(eq(babies.practiceId, practiceId), eq(babies.id, asked.babyId)));
  if (!baby) throw notFound();
  const [babyIds, clientIds] = [
    await sameBabyIds(tx, practiceId, asked.babyId),
    await familyIds(tx, practiceId, baby.clientId),
  ];
  const { zone } = await practiceDay(tx, actor, now);
  const limit = asked.limit + 1;
  const before = asked.before ?? null;
  const until = before ? new Date(before.at + 1) : new Date(now.getTime() + 60_000);
  const scope: Scope = { practiceId, babyIds, clientIds, zone, until, limit };
  const kinds = kindsFor(asked.show, actor.role !== "front_desk");
  if (kinds.length === 0) return { items: [], more: false, zone };
  const branches = kinds.map((kind) => branch(kind, scope, before));
  const rows = await tx.execute<Row>(
    sql`select * from (${sql.join(branches, sql` union all `)}) found
      order by at desc, kind collate "C" desc, id collate "C" desc limit ${limit}`,
  );
  const keys = new Map<string, DataKey>();
  const items: TimelineItem[] = [];
  for (const row of rows.slice(0, asked.limit)) {
    const { value, clientId, ...facts } = Facts.parse(row.facts);
    const item: TimelineItem = { kind: row.kind, id: row.id, at: new Date(row.at), facts };
    if (value && clientId) {
      const key = keys.get(clientId) ?? (await familyKeyOf(tx, practiceId, clientId));
      keys.set(clientId, key);
      const opened = unseal(key, sealedValue(row.id), Buffer.from(value, "base64"));
      item.facts.amount = Measured.parse(JSON.parse(opened)).amount;
    }
    items.push(item);
  }
  return { items, more: rows.length > asked.limit, zone };
}

/** One source, cut at the cursor: of the same moment, kinds and ids go on in their order. */
function branch(kind: TimelineKind, scope: Scope, before: Cursor | null): SQL {
  const at = sql`date_trunc('milliseconds', s.at)`;
  const moment = before && sql`${new Date(before.at).toISOString()}::timestamptz`;
  const earlier = !before
    ? sql`s.at <= ${scope.until.toISOString()}::timestamptz`
    : kind === before.kind
      ? sql`(${at}, s.id collate "C") < (${moment}, ${before.id})`
      : kind < before.kind
        ? sql`${at} <= ${moment}`
        : sql`${at} < ${moment}`;
  return sql`(select ${kind}::text as kind, s.id, ${at} as at, s.facts from (${sources[kind](scope)}) s
    where ${earlier} order by at desc, s.id collate "C" desc limit ${scope.limit})`;
}

/** A page of the timeline, under one filter or all of it. */
export const babyTimeline = query({
  name: "audit.timeline",
  allow: isStaff,
  input: TimelineQuestion,
  run: async ({ actor, tx, now }, { babyId, show, before }) => {
    const cursor = before ? readCursor(before) : null;
    const found = await timelineOf(tx, actor, { babyId, show, before: cursor, limit: PAGE }, now);
    const last = found.items.at(-1);
    return {
      ...found,
      ...{ practiceId: actor.practiceId, babyId: babyId as string, show: show ?? null },
      next: found.more && last ? cursorText(last) : null,
    };
  },
  log: ({ practiceId, babyId, show, items }) => [
    { practiceId, babyId, detail: { part: "timeline", show: show ?? "all", items: items.length } },
  ],
});
export type TimelinePage = Awaited<ReturnType<typeof babyTimeline>>;
