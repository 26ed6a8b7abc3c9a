import { eq, or, type SQL, sql } from "drizzle-orm";
import { lessons } from "@/db/schema";
import type { Staff } from "@/lib/core/actor";

/** Whose lessons a list of duties holds: one's own, or those of colleagues who teach here no more. */
export type Whose = "own" | "left";

/** As lib/accounts/practitioner.ts has it: a page without an account is the owner's to look after as well. */
const teachesNoMore = sql`(not exists (select 1 from practice_members m where m.practice_id = p.practice_id
  and m.user_id = p.user_id and m.deactivated_at is null and m.role <> 'front_desk'))`;

/**
 * Practitioners `p` of the practice whose lessons those are. Own: oneself; for staff who teach nothing, everybody who
 * teaches here. What colleagues who left have not done any more is seen by the owner alone: somebody has to.
 */
export function teachers(actor: Staff, whose: Whose): SQL {
  const { practiceId, practitionerId, role } = actor;
  const here = sql`p.practice_id = ${practiceId}::uuid`;
  if (whose === "left")
    return sql`${here} and ${role === "owner" ? sql`true` : sql`false`} and ${teachesNoMore}`;
  if (practitionerId) return sql`${here} and p.id = ${practitionerId}::uuid`;
  // "is false" keeps it a question about each practitioner, not a join that begins with everybody's lessons.
  return role === "owner" ? sql`${here} and ${teachesNoMore} is false` : here;
}

export const ofWhom = (actor: Staff, whose: Whose): SQL | undefined =>
  whose === "own" && actor.practitionerId
    ? eq(lessons.practitionerId, actor.practitionerId)
    : sql`${lessons.practitionerId} in (select p.id from practitioners p where ${teachers(actor, whose)})`;

/** Everything that this person may say something of. */
export const ofAnybody = (actor: Staff): SQL | undefined =>
  or(ofWhom(actor, "own"), ofWhom(actor, "left"));
