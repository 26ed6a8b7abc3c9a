import { and, asc, desc, eq, gt, inArray, isNull, ne, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  babies,
  bookingBabies,
  bookings,
  formAssignments,
  forms,
  formVersions,
  guardians,
  lessons,
  practices,
} from "@/db/schema";
import { familyIds } from "@/lib/clients/merged";
import { newId } from "@/lib/core/id";
import { BUILTIN_FORMS } from "./builtin";
import { dropBegunTooEarly } from "./opening";
import { OPEN_FOR_MS, partOf, tellsOfTheDay } from "./rules";
import { BUILTINS, Definition } from "./schema";
import { builtinName, localeOf, sha256 } from "./words";

const DAY_MS = 86_400_000;
/** A form of the first visit is asked again after half a year: babies change. */
const ASK_AGAIN_DAYS = 180;

/** Makes sure that a practice has our forms in their newest version. For the system and for clinicians. */
export async function ensureBuiltins(tx: Tx, practiceId: string, now: Date): Promise<void> {
  const rows = await tx
    .select({ id: forms.id, builtin: forms.builtin })
    .from(forms)
    .where(and(eq(forms.practiceId, practiceId), inArray(forms.builtin, [...BUILTINS])));
  const [practice] = await tx
    .select({ locale: practices.locale })
    .from(practices)
    .where(eq(practices.practiceId, practiceId));
  for (const builtin of BUILTINS) {
    const { number, definition, sendWhen } = BUILTIN_FORMS[builtin];
    let formId = rows.find((row) => row.builtin === builtin)?.id;
    if (!formId) {
      const name = builtinName(builtin, localeOf(practice?.locale));
      await tx
        .insert(forms)
        .values({ practiceId, id: newId(), builtin, name, sendWhen })
        .onConflictDoNothing();
      const [made] = await tx
        .select({ id: forms.id })
        .from(forms)
        .where(and(eq(forms.practiceId, practiceId), eq(forms.builtin, builtin)));
      if (!made) throw new Error(`no form ${builtin}`);
      formId = made.id;
    }
    await tx
      .insert(formVersions)
      .values({
        ...{ practiceId, id: newId(), formId, number, definition, publishedAt: now },
        sha256: sha256(JSON.stringify(definition)),
      })
      .onConflictDoNothing();
  }
}

/** The newest version of each form in use. */
export async function newestVersions(tx: Tx, practiceId: string) {
  const rows = await tx
    .selectDistinctOn([formVersions.formId], {
      id: formVersions.id,
      formId: formVersions.formId,
      number: formVersions.number,
      definition: formVersions.definition,
      sendWhen: forms.sendWhen,
      serviceIds: forms.serviceIds,
      name: forms.name,
    })
    .from(formVersions)
    .innerJoin(
      forms,
      and(eq(forms.practiceId, formVersions.practiceId), eq(forms.id, formVersions.formId)),
    )
    .where(and(eq(formVersions.practiceId, practiceId), isNull(forms.archivedAt)))
    .orderBy(formVersions.formId, desc(formVersions.number));
  return rows.map(({ definition, ...row }) => ({
    ...row,
    definition: Definition.parse(definition),
  }));
}
type Version = Awaited<ReturnType<typeof newestVersions>>[number];

type Seat = {
  bookingId: string;
  clientId: string;
  serviceId: string | null;
  startsAt: Date;
  stands: boolean;
};

async function seatOf(tx: Tx, practiceId: string, bookingId: string): Promise<Seat | null> {
  const [row] = await tx
    .select({
      clientId: bookings.clientId,
      status: bookings.status,
      serviceId: lessons.serviceId,
      lessonStatus: lessons.status,
      startsAt: lessons.startsAt,
    })
    .from(bookings)
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .where(and(eq(bookings.practiceId, practiceId), eq(bookings.id, bookingId)))
    // Two jobs about one booking ask one after the other.
    .for("update", { of: bookings });
  if (!row) return null;
  const stands = row.lessonStatus !== "requested" && ["booked", "arrived"].includes(row.status);
  return { bookingId, stands, ...row };
}

/**
 * Makes the forms of a booking fit the lesson as it is now: what is wanted for it is asked once, its day follows a move,
 * and what nobody needs any more is withdrawn. A check answered longer than two days before the lesson, which was moved
 * since, is asked again. Run again it changes nothing. For the job of each booking. `ready`: of those made, how many can
 * be answered already.
 */
export async function planForms(
  tx: Tx,
  { practiceId, bookingId }: { practiceId: string; bookingId: string },
  now: Date,
): Promise<{ made: number; ready: number; open: number }> {
  const seat = await seatOf(tx, practiceId, bookingId);
  if (!seat) return { made: 0, ready: 0, open: 0 };
  await ensureBuiltins(tx, practiceId, now);
  const mine = and(
    eq(formAssignments.practiceId, practiceId),
    eq(formAssignments.bookingId, bookingId),
  );
  const open = and(mine, eq(formAssignments.status, "open"));
  if (!seat.stands || seat.startsAt <= now) {
    const next = seat.stands ? null : await nextSeat(tx, practiceId, seat, now);
    // What the first visit wants is wanted for the next lesson instead; the check of a day that is off is not.
    if (next)
      await tx
        .update(formAssignments)
        .set({ bookingId: next.bookingId, dueAt: next.startsAt })
        .where(
          and(
            open,
            sql`${formAssignments.formVersionId} in (select v.id from form_versions v
          join forms f on f.practice_id = v.practice_id and f.id = v.form_id
          where v.practice_id = ${practiceId} and f.send_when = 'first_visit')`,
          ),
        );
    if (!seat.stands) await tx.update(formAssignments).set({ status: "cancelled" }).where(open);
    return { made: 0, ready: 0, open: 0 };
  }
  await dropBegunTooEarly(tx, { practiceId, bookingId, startsAt: seat.startsAt });
  await tx.update(formAssignments).set({ dueAt: seat.startsAt }).where(open);
  const wanted = (await newestVersions(tx, practiceId)).filter(
    ({ sendWhen, serviceIds }) =>
      sendWhen !== "never" &&
      (serviceIds === null || (seat.serviceId !== null && serviceIds.includes(seat.serviceId))),
  );
  const soon = seat.startsAt.getTime() - now.getTime() <= OPEN_FOR_MS;
  let [made, ready] = [0, 0];
  for (const version of wanted) {
    const more = await assign(tx, practiceId, version, seat, now);
    made += more;
    if (soon || version.sendWhen !== "each_lesson") ready += more;
  }
  const left = await tx.$count(formAssignments, open);
  return { made, ready, open: left };
}

async function nextSeat(tx: Tx, practiceId: string, seat: Seat, now: Date) {
  const [next] = await tx
    .select({ bookingId: bookings.id, startsAt: lessons.startsAt })
    .from(bookings)
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .where(
      and(
        eq(bookings.practiceId, practiceId),
        eq(bookings.clientId, seat.clientId),
        eq(bookings.status, "booked"),
        gt(lessons.startsAt, now),
      ),
    )
    .orderBy(asc(lessons.startsAt))
    .limit(1);
  return next ?? null;
}

/** Asks one form of a family: of each baby of the booking, and of each grown-up who can be reached. */
export async function assign(
  tx: Tx,
  practiceId: string,
  version: Version,
  seat: Pick<Seat, "clientId" | "startsAt"> & { bookingId: string | null },
  now: Date,
  /** Asked by hand: whether it was answered lately does not matter. */
  again = false,
): Promise<number> {
  const { definition } = version;
  const family = await familyIds(tx, practiceId, seat.clientId);
  const known = await tx
    .select({
      babyId: formAssignments.babyId,
      guardianId: formAssignments.guardianId,
      bookingId: formAssignments.bookingId,
      status: formAssignments.status,
      doneAt: formAssignments.doneAt,
    })
    .from(formAssignments)
    .innerJoin(
      formVersions,
      and(
        eq(formVersions.practiceId, formAssignments.practiceId),
        eq(formVersions.id, formAssignments.formVersionId),
      ),
    )
    .where(
      and(
        eq(formAssignments.practiceId, practiceId),
        among(formAssignments.clientId, family),
        eq(formVersions.formId, version.formId),
        inArray(formAssignments.status, ["open", "done"]),
      ),
    );
  const lately = new Date(now.getTime() - ASK_AGAIN_DAYS * DAY_MS);
  const eachLesson = version.sendWhen === "each_lesson";
  const counts = (doneAt: Date): boolean =>
    eachLesson ? tellsOfTheDay(doneAt, seat.startsAt) : doneAt > lately;
  const isAsked = (who: { babyId: string | null; guardianId: string | null }): boolean =>
    known.some(
      (one) =>
        one.babyId === who.babyId &&
        one.guardianId === who.guardianId &&
        (!eachLesson || one.bookingId === seat.bookingId) &&
        (one.status === "open" || (!again && one.doneAt !== null && counts(one.doneAt))),
    );
  const people: { clientId: string; babyId: string | null; guardianId: string | null }[] = [];
  if (partOf(definition, "family").length > 0)
    for (const baby of await babiesFor(tx, practiceId, seat))
      people.push({ clientId: baby.clientId, babyId: baby.id, guardianId: null });
  if (partOf(definition, "each").length > 0)
    for (const one of await reachable(tx, practiceId, family))
      people.push({ clientId: one.clientId, babyId: null, guardianId: one.id });
  const rows = people
    .filter((one) => !isAsked(one))
    .map((one) => ({
      ...{ practiceId, id: newId(), formVersionId: version.id, ...one },
      ...{ bookingId: seat.bookingId, dueAt: seat.startsAt },
    }));
  if (rows.length > 0) await tx.insert(formAssignments).values(rows);
  return rows.length;
}

async function babiesFor(
  tx: Tx,
  practiceId: string,
  { bookingId, clientId }: Pick<Seat, "clientId"> & { bookingId: string | null },
) {
  const columns = { id: babies.id, clientId: babies.clientId };
  const inBooking = bookingId
    ? await tx
        .select(columns)
        .from(bookingBabies)
        .innerJoin(
          babies,
          and(eq(babies.practiceId, bookingBabies.practiceId), eq(babies.id, bookingBabies.babyId)),
        )
        .where(
          and(eq(bookingBabies.practiceId, practiceId), eq(bookingBabies.bookingId, bookingId)),
        )
    : [];
  if (inBooking.length > 0) return inBooking;
  return tx
    .select(columns)
    .from(babies)
    .where(
      and(
        eq(babies.practiceId, practiceId),
        eq(babies.clientId, clientId),
        isNull(babies.archivedAt),
        isNull(babies.sameAs),
      ),
    );
}

/** Grown-ups who have an own part: they can be reached, and nobody said that they may see nothing. */
const reachable = (tx: Tx, practiceId: string, family: readonly string[]) =>
  tx
    .select({ id: guardians.id, clientId: guardians.clientId })
    .from(guardians)
    .where(
      and(
        eq(guardians.practiceId, practiceId),
        among(guardians.clientId, family),
        sql`(${guardians.email} is not null or ${guardians.userId} is not null)`,
        ne(guardians.maySee, "no"),
        sql`(${guardians.kin} is null or ${guardians.kin} in ('mother', 'father', 'parent', 'step_parent', 'foster_carer', 'guardian'))`,
      ),
    )
    .orderBy(asc(guardians.createdAt), asc(guardians.id));
