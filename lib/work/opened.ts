import { sql } from "drizzle-orm";
import { type Actor, actorId } from "@/lib/core/actor";
import { systemNow } from "@/lib/core/time";
import { inContext } from "./context";

/** Whose record was opened, and which part of it: ids, counts and names of parts, never a value. */
export type Opened = {
  practiceId: string;
  babyId: string;
  detail?: Record<string, string | number | boolean | readonly string[]>;
};
/** A referral whose baby has no record yet. */
export type OpenedReferral = { practiceId: string; referralId: string };
/** A page that shows facts of several babies at once, such as today's lessons with what to take care of. */
export type Listed = {
  practiceId: string;
  list: string;
  babyIds: readonly string[];
  referralIds?: readonly string[];
};
export type Read = Opened | OpenedReferral | Listed;

// A day is looked at many times an hour, and its calendar asks by itself: for a quarter of an hour the same reader of
// the same list is in the trail once, as long as no other baby comes into it (docs/decisions/0014).
const QUIET_MS = 15 * 60_000;
const KEPT = 5_000;
const noted = new Map<string, { until: number; ids: ReadonlySet<string> }>();

/** One row of the audit trail for each record that was opened, in its practice's chain, before anything is handed out. */
export async function noteRead(actor: Actor, name: string, read: readonly Read[]): Promise<void> {
  const now = systemNow().getTime();
  const fresh = read.filter((one) => !("list" in one) || !isNoted(actor, name, one, now));
  for (const practiceId of new Set(fresh.map((one) => one.practiceId))) {
    const own = fresh.filter((one) => one.practiceId === practiceId);
    const entries = own.map((one) => ({ actorId: actorId(actor), operation: name, ...rowOf(one) }));
    const note = sql`select finish_work(${practiceId}::uuid, ${JSON.stringify(entries)}::jsonb, '[]'::jsonb)`;
    await inContext(actor, (tx) => tx.execute(note), "read write");
    for (const one of own) if ("list" in one) remember(actor, name, one, now);
  }
}

function rowOf(one: Read) {
  if ("list" in one) {
    const { list, babyIds: babies, referralIds: referrals } = one;
    const detail = { part: list, babies, ...(referrals && { referrals }), read: true };
    return { subjectType: "list", subjectId: list, detail };
  }
  if ("referralId" in one)
    return {
      ...{ subjectType: "referral", subjectId: one.referralId },
      detail: { part: "referral", read: true },
    };
  const detail = { ...one.detail, read: true };
  return { subjectType: "baby", subjectId: one.babyId, detail };
}

const idsIn = ({ babyIds, referralIds = [] }: Listed) => [...babyIds, ...referralIds];
const keyOf = (actor: Actor, name: string, { practiceId, list }: Listed): string =>
  [actor.kind, actorId(actor), name, practiceId, list].join("|");

function isNoted(actor: Actor, name: string, one: Listed, now: number): boolean {
  const ids = idsIn(one);
  if (ids.length === 0) return true;
  const known = noted.get(keyOf(actor, name, one));
  return known !== undefined && known.until > now && ids.every((id) => known.ids.has(id));
}

function remember(actor: Actor, name: string, one: Listed, now: number): void {
  if (noted.size >= KEPT) noted.clear();
  noted.set(keyOf(actor, name, one), { until: now + QUIET_MS, ids: new Set(idsIn(one)) });
}
