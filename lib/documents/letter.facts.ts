import { and, asc, eq, gte, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  babies,
  bookingBabies,
  bookings,
  type ConsentKind,
  credentials,
  lessons,
  practiceLogs,
  practices,
  practitioners,
  referrals,
  routineAssignments,
} from "@/db/schema";
import { type Stands, standing } from "@/lib/clients/consent.rules";
import { consentsSaid } from "@/lib/clients/consents";
import { sameBabyIds } from "@/lib/clients/merged";
import { agesOf } from "@/lib/clients/rules";
import type { Staff } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { type Day, today } from "@/lib/core/time";
import { credentialState } from "@/lib/credentials/rules";
import { objectedConsents } from "@/lib/intake/consent.read";
import { notesForRecord } from "@/lib/notes/for-record";
import type { LetterBody } from "./letter.schema";
import { recordWords } from "./record.words";

const HOME_DAYS = 28;
const DAY_MS = 86_400_000;

/** The referral that a letter answers, if it was accepted and its baby is in the practice's records. */
async function answered(tx: Tx, { practiceId }: Staff, referralId: string) {
  const [row] = await tx
    .select({
      referral: referrals,
      baby: babies,
      practice: practices,
      practitioner: { id: practitioners.id, name: practitioners.displayName },
    })
    .from(referrals)
    .innerJoin(practices, eq(practices.practiceId, referrals.practiceId))
    .innerJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, referrals.practiceId),
        eq(practitioners.id, referrals.practitionerId),
      ),
    )
    .innerJoin(
      babies,
      and(eq(babies.practiceId, referrals.practiceId), eq(babies.id, referrals.babyId)),
    )
    .where(
      and(
        eq(referrals.practiceId, practiceId),
        eq(referrals.id, referralId),
        inArray(referrals.status, ["accepted", "booked"]),
        isNotNull(referrals.emailConfirmedAt),
      ),
    );
  if (!row) throw notFound();
  return row;
}

/** Whether the family's word lets a letter go: `report_back` agreed to, and nobody forbids talking with the doctor. */
export async function letterAgreed(tx: Tx, practiceId: string, clientId: string): Promise<boolean> {
  return mayGo(standing(await consentsSaid(tx, practiceId, clientId)));
}
export const mayGo = (stands: ReadonlyMap<ConsentKind, Stands>): boolean =>
  stands.get("report_back") === "given" && stands.get("share_with_doctor") !== "objected";

/** Whether letters that were sent may still be read by the doctor: until somebody of the family takes it back. */
export async function letterClosed(tx: Tx, practiceId: string, clientId: string): Promise<boolean> {
  const objected = await objectedConsents(tx, practiceId, clientId);
  return objected.has("report_back") || objected.has("share_with_doctor");
}

export type LetterFacts = Omit<
  LetterBody,
  "taught" | "observed" | "concerns" | "plan" | "planWords"
>;

/** What the practice's own records say for a letter, as of now. */
export async function letterFacts(tx: Tx, actor: Staff, referralId: string, now: Date) {
  const { referral, baby, practice, practitioner } = await answered(tx, actor, referralId);
  const { practiceId } = actor;
  const zone = practice.timeZone;
  const thisDay = today(now, zone);
  const ids = await sameBabyIds(tx, practiceId, baby.id);
  const taught = await lessonDays(tx, { practiceId, ids, since: referral.createdAt, now });
  const facts: LetterFacts = {
    locale: referral.locale,
    practice: practice.name,
    practitioner: practitioner.name,
    credentials: await shownCredentials(tx, practiceId, practitioner.id, thisDay),
    doctor: referral.doctorName,
    organisation: referral.doctorOrganisation,
    reference: referral.reference,
    baby: baby.firstName,
    ...{ bornOn: baby.bornOn, gestationDays: baby.gestationDays },
    weeksUnknown: baby.gestationUnknown,
    ages: agesOf(baby.bornOn, baby.gestationDays, thisDay, practice.correctUntilMonths),
    writtenOn: thisDay,
    ...taught,
    homeDays: await homeDays(tx, { practiceId, ids, zone, now }),
  };
  return { referral, baby, ids, facts };
}

/** Certificates and licences as they stand today: what ended, was taken back or was not accepted is not printed. */
async function shownCredentials(tx: Tx, practiceId: string, practitionerId: string, day: Day) {
  const rows = await tx
    .select()
    .from(credentials)
    .where(
      and(
        eq(credentials.practiceId, practiceId),
        eq(credentials.practitionerId, practitionerId),
        inArray(credentials.kind, ["certificate", "licence"]),
        isNull(credentials.withdrawnAt),
      ),
    )
    .orderBy(asc(credentials.createdAt), asc(credentials.id))
    .limit(6);
  return rows.flatMap((row) => {
    const state = credentialState(row, day);
    const { title, issuer } = row;
    return state === "checked" || state === "claimed" ? [{ title, issuer, state }] : [];
  });
}

type Asked = { practiceId: string; ids: readonly string[]; now: Date };

/** The days of the baby's lessons since the referral came, each once, where the lesson was. */
async function lessonDays(tx: Tx, { practiceId, ids, since, now }: Asked & { since: Date }) {
  const rows = await tx
    .selectDistinct({
      status: bookings.status,
      startsAt: lessons.startsAt,
      zone: lessons.timeZone,
    })
    .from(bookingBabies)
    .innerJoin(
      bookings,
      and(
        eq(bookings.practiceId, bookingBabies.practiceId),
        eq(bookings.id, bookingBabies.bookingId),
      ),
    )
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .where(
      and(
        eq(bookingBabies.practiceId, practiceId),
        among(bookingBabies.babyId, ids),
        gte(lessons.startsAt, since),
        inArray(bookings.status, ["booked", "arrived", "completed", "no_show"]),
      ),
    )
    .orderBy(asc(lessons.startsAt))
    .limit(200);
  const days = (wanted: (row: (typeof rows)[number]) => boolean) => [
    ...new Set(rows.filter(wanted).map(({ startsAt, zone }) => today(startsAt, zone))),
  ];
  return {
    attended: days(({ status }) => status === "completed" || status === "arrived"),
    missed: days(({ status }) => status === "no_show"),
    ahead: days(({ status, startsAt }) => status === "booked" && startsAt > now),
  };
}

/** On how many of the last days somebody practised; null for a family that was never given a routine. */
async function homeDays(tx: Tx, { practiceId, ids, zone, now }: Asked & { zone: string }) {
  const given = await tx.$count(
    routineAssignments,
    and(eq(routineAssignments.practiceId, practiceId), among(routineAssignments.babyId, ids)),
  );
  if (given === 0) return null;
  const [row] = await tx
    .select({
      days: sql<number>`count(distinct (${practiceLogs.startedAt} at time zone ${zone})::date)::int`,
    })
    .from(practiceLogs)
    .where(
      and(
        eq(practiceLogs.practiceId, practiceId),
        among(practiceLogs.babyId, ids),
        inArray(practiceLogs.outcome, ["done", "partly", "stopped"]),
        gte(practiceLogs.startedAt, new Date(now.getTime() - HOME_DAYS * DAY_MS)),
      ),
    );
  return row?.days ?? 0;
}

/** A first draft from signed notes that colleagues may read: strokes and who was there, states and cues. Never a finding. */
export async function letterDraft(
  tx: Tx,
  practiceId: string,
  ids: readonly string[],
  locale: string,
) {
  const notes = (await notesForRecord(tx, practiceId, ids)).filter(
    ({ privacy }) => privacy !== "author",
  );
  const { named, list, t } = recordWords(locale);
  const word = (of: "states" | "cueNames") => (code: string) => named(`notes.editor.${of}.${code}`);
  const all = (pick: (content: (typeof notes)[number]["content"]) => readonly string[]) => [
    ...new Set(notes.flatMap(({ content }) => [...pick(content)])),
  ];
  const said = (key: string, items: readonly string[]) =>
    items.length > 0 ? [t(`letter.draft.${key}`, { items: list(items) })] : [];
  return {
    noteIds: notes.map(({ id }) => id),
    taught: [
      ...said(
        "strokes",
        all(({ strokes }) => strokes).map((key) => named(`strokes.${key}.title`)),
      ),
      ...said(
        "present",
        all(({ present }) => present),
      ),
    ].join("\n"),
    observed: [
      ...said(
        "states",
        all(({ stateStart }) => (stateStart ? [stateStart] : [])).map(word("states")),
      ),
      ...said("cues", all(({ cues }) => cues).map(word("cueNames"))),
    ].join("\n"),
  };
}
