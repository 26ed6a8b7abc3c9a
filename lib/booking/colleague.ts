import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type lessons, services } from "@/db/schema";
import { teachesHere } from "@/lib/accounts/practitioner";
import type { Staff } from "@/lib/core/actor";
import { invalidField, Refusal } from "@/lib/core/refusal";

type Taught = { id: string; practitionerId: string; placeId: string; name: string };

/**
 * Who else could give a lesson: whoever teaches one of the same name at the same place. The lesson then belongs to the
 * colleague's own service, so that what the family moves later is looked for in the calendar it lies in.
 */
export const colleaguesIn = <S extends Taught>(taught: readonly S[], one: Taught): S[] =>
  taught.filter(
    (other) =>
      other.practitionerId !== one.practitionerId &&
      other.placeId === one.placeId &&
      sameName(other.name, one.name),
  );
const sameName = (a: string, b: string): boolean =>
  a.trim().toLowerCase() === b.trim().toLowerCase();

/** Whose time off somebody may keep: a practitioner their own, owner and front desk everybody's. */
export const mayBlock = ({ role, practitionerId: own }: Staff, practitionerId: string): boolean =>
  role !== "practitioner" || own === practitionerId;

/** Nobody is booked with, or sent to, somebody who left the practice or was taken off it. */
export async function assertTeaches(
  tx: Tx,
  { practiceId }: Staff,
  practitionerId: string,
  field?: string,
): Promise<void> {
  if (await teachesHere(tx, { practiceId, practitionerId })) return;
  const key = "calendar:errors.left";
  throw field ? invalidField(field, key) : new Refusal("conflict", key);
}

type Lesson = typeof lessons.$inferSelect;

/** The colleague's service that a lesson would belong to; refused where there is none, as for blocked time. */
export async function serviceWith(
  tx: Tx,
  actor: Staff,
  lesson: Lesson,
  practitionerId: string,
): Promise<string> {
  const { practiceId } = actor;
  const taught = await tx
    .select({
      id: services.id,
      practitionerId: services.practitionerId,
      placeId: services.placeId,
      name: services.name,
      archivedAt: services.archivedAt,
    })
    .from(services)
    .where(
      and(
        eq(services.practiceId, practiceId),
        // What is given up is no longer taught, and still is what this lesson was booked as.
        sql`(${isNull(services.archivedAt)} or ${eq(services.id, lesson.serviceId ?? lesson.id)})`,
      ),
    )
    .orderBy(services.position, services.id);
  const own = taught.find(({ id }) => id === lesson.serviceId);
  const theirs = own && colleaguesIn(taught, { ...own, practitionerId: lesson.practitionerId });
  const found = theirs?.find(
    (other) => other.practitionerId === practitionerId && other.archivedAt === null,
  );
  if (!found) throw invalidField("practitionerId", "calendar:errors.colleague");
  await assertTeaches(tx, actor, practitionerId, "practitionerId");
  return found.id;
}

/** Both calendars, in the order of their ids: two that move lessons to each other at once must not wait for each other. */
export const lockCalendars = (tx: Tx, practitionerIds: readonly string[]) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('calendar:' || who, 0))
    from (select who from unnest(${`{${practitionerIds.join(",")}}`}::uuid[]) who order by who offset 0) in_turn`);
