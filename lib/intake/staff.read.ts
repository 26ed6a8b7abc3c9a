import { and, asc, desc, eq, gt, inArray, isNull, lt, ne, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  babies,
  bookings,
  clients,
  formAlerts,
  formAssignments,
  forms,
  formVersions,
  guardians,
  lessons,
  users,
} from "@/db/schema";
import { standing } from "@/lib/clients/consent.rules";
import { consentsOfFamilies } from "@/lib/clients/consents";
import { familyIds, familyName } from "@/lib/clients/merged";
import { isClinician, isStaff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { query } from "@/lib/work/query";
import { openDataKey, openDataKeys, unseal } from "@/lib/work/vault";
import { findAssignment, openAnswers } from "./assignment";
import { babiesOfForm, openedForm } from "./opened";
import { decisionWhere, flagsIn } from "./record";
import { isGone, isToCome, kept, opensAt, shownSections, worst } from "./rules";
import { FLAGS, OneAssignment } from "./schema";

const DAY_MS = 86_400_000;
const AHEAD_DAYS = 14;

/** Of merged records, the family and the child that go on: pages know these (docs/decisions/0015). */
const rootClient = sql<string>`coalesce(${clients.mergedInto}, ${clients.id})`;
const rootBaby = (babyId: PgColumn) => sql<string | null>`coalesce(${babies.sameAs}, ${babyId})`;

/** Which forms a family was asked, and whether they are done: for everybody who works there. What they say is not here. */
export const clientForms = query({
  name: "intake.client_forms",
  allow: isStaff,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor, tx, now }, { clientId }) => {
    const { practiceId } = actor;
    const family = await familyIds(tx, practiceId, clientId);
    const rows = await tx
      .select({
        id: formAssignments.id,
        status: formAssignments.status,
        dueAt: formAssignments.dueAt,
        startedAt: formAssignments.startedAt,
        doneAt: formAssignments.doneAt,
        bookingId: formAssignments.bookingId,
        babyId: rootBaby(formAssignments.babyId),
        builtin: forms.builtin,
        form: forms.name,
        sendWhen: forms.sendWhen,
        number: formVersions.number,
        baby: babies.firstName,
        person: guardians.name,
        // Clinicians alone see the rows of alerts.
        alert: sql<
          "open" | "decided" | null
        >`(select case when bool_or(a.acknowledged_at is null) then 'open' when count(*) > 0 then 'decided' end from form_alerts a
          where a.practice_id = form_assignments.practice_id and a.assignment_id = form_assignments.id)`,
      })
      .from(formAssignments)
      .innerJoin(
        formVersions,
        and(
          eq(formVersions.practiceId, formAssignments.practiceId),
          eq(formVersions.id, formAssignments.formVersionId),
        ),
      )
      .innerJoin(
        forms,
        and(eq(forms.practiceId, formVersions.practiceId), eq(forms.id, formVersions.formId)),
      )
      .leftJoin(
        babies,
        and(
          eq(babies.practiceId, formAssignments.practiceId),
          eq(babies.id, formAssignments.babyId),
        ),
      )
      .leftJoin(
        guardians,
        and(
          eq(guardians.practiceId, formAssignments.practiceId),
          eq(guardians.id, formAssignments.guardianId),
        ),
      )
      .where(
        and(
          eq(formAssignments.practiceId, practiceId),
          among(formAssignments.clientId, family),
          ne(formAssignments.status, "cancelled"),
        ),
      )
      .orderBy(desc(formAssignments.createdAt), asc(formAssignments.id))
      .limit(100);
    // What cannot be answered yet is not unanswered.
    return rows.map(({ sendWhen, ...row }) => {
      const early = row.status === "open" && isToCome({ ...row, sendWhen }, now);
      const gone = row.status === "open" && isGone({ ...row, sendWhen }, now);
      return { ...row, gone, opensAt: early ? opensAt({ ...row, sendWhen }) : null };
    });
  },
});
export type ClientForm = Awaited<ReturnType<typeof clientForms>>[number];

/** The answers of one form with what was decided about them. Written into the trail before it is handed out. */
export const formAnswersRead = query({
  name: "intake.answers",
  allow: isClinician,
  input: OneAssignment,
  run: async ({ actor, tx }, { assignmentId }) => {
    const of = await findAssignment(tx, assignmentId);
    const key = await openDataKey(tx, actor.practiceId, of.dataKeyId);
    const stored = await openAnswers(tx, key, of.id);
    const answers = stored?.answers ?? { values: {} };
    const alerts = await tx
      .select({
        id: formAlerts.id,
        body: formAlerts.body,
        raisedAt: formAlerts.raisedAt,
        acknowledgedAt: formAlerts.acknowledgedAt,
        decision: formAlerts.decision,
        by: users.name,
      })
      .from(formAlerts)
      .leftJoin(users, eq(users.id, formAlerts.acknowledgedBy))
      .where(and(eq(formAlerts.practiceId, actor.practiceId), eq(formAlerts.assignmentId, of.id)))
      .orderBy(sql`${formAlerts.acknowledgedAt} is not null`, desc(formAlerts.raisedAt));
    const [person] = await tx
      .select({ name: guardians.name })
      .from(guardians)
      .where(
        and(
          eq(guardians.practiceId, actor.practiceId),
          sql`${guardians.id} = coalesce(${of.guardianId}::uuid, (select a.done_by_guardian_id from form_assignments a
            where a.practice_id = ${actor.practiceId} and a.id = ${of.id}))`,
        ),
      );
    const sections = shownSections(of.sections, answers);
    const { dataKeyId: _, definition, ...facts } = of;
    return {
      ...facts,
      babyIds: await babiesOfForm(tx, of),
      builtin: definition.builtin ?? null,
      sections,
      values: kept(sections, answers.values),
      by: person?.name ?? null,
      /** What nobody decided about yet comes first. */
      alerts: alerts.map(({ body, decision, ...alert }) => ({
        ...alert,
        flags: flagsIn(key, alert.id, body),
        decision: decision ? unseal(key, decisionWhere(alert.id), decision) : null,
      })),
    };
  },
  log: openedForm,
});
export type FormAnswersRead = Awaited<ReturnType<typeof formAnswersRead>>;

/**
 * Alerts that nobody has decided about, all of them: what presses most comes first, then the oldest. How much one presses
 * is sealed with the rest of it, so each is opened; `of` is whose record that was, for the trail.
 */
async function undecided(tx: Tx, practiceId: string, which?: SQL) {
  const rows = await tx
    .select({
      id: formAlerts.id,
      assignmentId: formAlerts.assignmentId,
      clientId: rootClient,
      babyId: rootBaby(formAlerts.babyId),
      raisedAt: formAlerts.raisedAt,
      family: familyName,
      baby: babies.firstName,
      // A grown-up's own part belongs to every baby of the family.
      of: sql<
        string[]
      >`array(select coalesce(b.same_as, b.id) from babies b where b.practice_id = ${formAlerts.practiceId}
        and (b.id = ${formAlerts.babyId} or ${formAlerts.babyId} is null and b.client_id = ${formAlerts.clientId}))`,
      body: formAlerts.body,
      dataKeyId: clients.dataKeyId,
    })
    .from(formAlerts)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, formAlerts.practiceId), eq(clients.id, formAlerts.clientId)),
    )
    .leftJoin(
      babies,
      and(eq(babies.practiceId, formAlerts.practiceId), eq(babies.id, formAlerts.babyId)),
    )
    .where(and(eq(formAlerts.practiceId, practiceId), which, isNull(formAlerts.acknowledgedAt)))
    .orderBy(asc(formAlerts.raisedAt), asc(formAlerts.id));
  const keyIds = rows.map(({ dataKeyId }) => dataKeyId);
  const keys = await openDataKeys(tx, practiceId, keyIds);
  return rows
    .map(({ body, dataKeyId, ...alert }) => {
      const key = keys.get(dataKeyId);
      return { ...alert, worst: (key && worst(flagsIn(key, alert.id, body))) ?? "look" };
    })
    .sort((a, b) => FLAGS.indexOf(b.worst) - FLAGS.indexOf(a.worst));
}
export type OpenAlert = Awaited<ReturnType<typeof undecided>>[number];

const openedAlerts = (practiceId: string, alerts: readonly { of: readonly string[] }[]) => [
  { practiceId, list: "forms", babyIds: [...new Set(alerts.flatMap(({ of }) => of))] },
];

/** The answers of one family that wait for somebody's decision, by the record that its others were merged into. */
export const familyAlerts = query({
  name: "intake.family_alerts",
  allow: isStaff,
  beside: true,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor: { practiceId }, tx }, { clientId }) => {
    const family = await familyIds(tx, practiceId, clientId);
    const alerts = await undecided(tx, practiceId, among(formAlerts.clientId, family));
    return alerts.map(({ id: alertId, assignmentId, babyId, worst: most, of }) => ({
      ...{ id: alertId, assignmentId, babyId, worst: most, of },
    }));
  },
  log: (alerts, { practiceId }) => openedAlerts(practiceId, alerts),
});

/**
 * What forms and consents have to say on Today: answers that wait for somebody's decision (for
 * clinicians), lessons to come of families that do not agree to be taught, and forms not yet done.
 */
export const formsToday = query({
  name: "intake.today",
  allow: isStaff,
  beside: true,
  input: z.strictObject({}),
  run: async ({ actor, tx, now }) => {
    const { practiceId } = actor;
    const alerts = await undecided(tx, practiceId);
    const ahead = await tx
      .selectDistinctOn([rootClient], {
        clientId: rootClient,
        bookingId: bookings.id,
        startsAt: lessons.startsAt,
        family: familyName,
        asked: sql<boolean>`exists (select 1 from consents k
          join clients c on c.practice_id = k.practice_id and c.id = k.client_id
          where k.practice_id = ${bookings.practiceId} and coalesce(c.merged_into, c.id) = ${rootClient}
            and k.kind = 'teaching' and k.answer <> 'given')`,
      })
      .from(bookings)
      .innerJoin(
        lessons,
        and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
      )
      .innerJoin(
        clients,
        and(eq(clients.practiceId, bookings.practiceId), eq(clients.id, bookings.clientId)),
      )
      .where(
        and(
          eq(bookings.practiceId, practiceId),
          inArray(bookings.status, ["booked", "arrived"]),
          gt(lessons.endsAt, now),
          lt(lessons.startsAt, new Date(now.getTime() + AHEAD_DAYS * DAY_MS)),
        ),
      )
      .orderBy(rootClient, asc(lessons.startsAt));
    // By booking, not by family: twins may come one after the other, each with forms of their own.
    const open = sql<number>`(select count(*)::int from form_assignments f where f.practice_id = ${bookings.practiceId}
      and f.booking_id = ${bookings.id} and f.status = 'open')`;
    const unfinished = await tx
      .select({
        clientId: rootClient,
        bookingId: bookings.id,
        startsAt: lessons.startsAt,
        family: familyName,
        babies: sql<string[]>`array(select b.first_name from booking_babies bb
          join babies b on b.practice_id = bb.practice_id and b.id = bb.baby_id
          where bb.practice_id = ${bookings.practiceId} and bb.booking_id = ${bookings.id} order by b.first_name, b.id)`,
        unfinished: open,
      })
      .from(bookings)
      .innerJoin(
        lessons,
        and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
      )
      .innerJoin(
        clients,
        and(eq(clients.practiceId, bookings.practiceId), eq(clients.id, bookings.clientId)),
      )
      .where(
        and(
          eq(bookings.practiceId, practiceId),
          inArray(bookings.status, ["booked", "arrived"]),
          gt(lessons.endsAt, now),
          lt(lessons.startsAt, new Date(now.getTime() + DAY_MS)),
          sql`${open} > 0`,
        ),
      )
      .orderBy(asc(lessons.startsAt), asc(bookings.id))
      .limit(50);
    const asked = ahead.flatMap((one) => (one.asked ? [one.clientId] : []));
    const said = await consentsOfFamilies(tx, practiceId, asked);
    const without = ahead.filter(
      ({ clientId }) => standing(said.get(clientId) ?? []).get("teaching") === "objected",
    );
    return { alerts, withoutTeaching: without.map(({ asked: _, ...one }) => one), unfinished };
  },
  log: ({ alerts }, { practiceId }) => openedAlerts(practiceId, alerts),
});
export type FormsToday = Awaited<ReturnType<typeof formsToday>>;
