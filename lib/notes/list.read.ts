import { and, asc, count, desc, eq, gte, inArray, lt, ne, not, notExists, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  babies,
  bookingBabies,
  bookings,
  clients,
  lessons,
  medicalNotes,
  noteAddenda,
  notesNotNeeded,
  practitioners,
  users,
} from "@/db/schema";
import { ofAnybody, ofWhom, type Whose } from "@/lib/booking/whose";
import { familyName, sameBabyIds } from "@/lib/clients/merged";
import { practiceDay } from "@/lib/clients/read";
import { babyTitle } from "@/lib/clients/rules";
import { isClinician, type Staff } from "@/lib/core/actor";
import { query } from "@/lib/work/query";
import { settled } from "@/lib/work/settled";
import { authorName, babyOf } from "./read";
import { keysOfClients, openContent } from "./record";
import { OLD_DRAFT_DAYS } from "./rules";
import { type NoteContent, NotesOfBaby, Unwritten } from "./schema";
import { countLeftDrafts, hasLeftDraft, leftDrafts } from "./seen-to.read";

const PAGE = 20;
const DAY_MS = 86_400_000;
/** Today counts lessons of this many days; the page of its own shows them all. */
const LATELY_DAYS = 90;

const excerpt = ({ went, free, objective, subjective }: NoteContent): string => {
  const words = (went ?? free ?? objective ?? subjective ?? "").replace(/\s+/g, " ");
  return words.length > 160 ? `${words.slice(0, 160).trimEnd()}…` : words;
};

/** The notes of one child, in every row that is this child, newest first, each with its beginning. */
export const notesOfBaby = query({
  name: "notes.of_baby",
  allow: isClinician,
  beside: true,
  input: NotesOfBaby,
  run: async ({ actor, tx, now }, { babyId, page }) => {
    const { practiceId } = actor;
    await babyOf(tx, actor, babyId, now);
    const babyIds = await sameBabyIds(tx, practiceId, babyId);
    const rows = await tx
      .select({
        row: medicalNotes,
        author: authorName,
        addenda: sql<number>`(select count(*)::int from ${noteAddenda} a where a.practice_id = ${medicalNotes.practiceId} and a.note_id = ${medicalNotes.id})`,
      })
      .from(medicalNotes)
      .innerJoin(users, eq(users.id, medicalNotes.authorUserId))
      .leftJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, medicalNotes.practiceId),
          eq(practitioners.userId, medicalNotes.authorUserId),
        ),
      )
      .where(
        and(
          eq(medicalNotes.practiceId, practiceId),
          among(medicalNotes.babyId, babyIds),
          ne(medicalNotes.status, "discarded"),
        ),
      )
      .orderBy(desc(medicalNotes.aboutStartsAt), desc(medicalNotes.id))
      .limit(PAGE + 1)
      .offset((page - 1) * PAGE);
    const keyOf = await keysOfClients(
      tx,
      practiceId,
      rows.map(({ row }) => row.clientId),
    );
    const closed = await closedOf(tx, actor, babyIds);
    return {
      practiceId,
      babyId: babyId as string,
      page,
      more: rows.length > PAGE,
      closed,
      items: rows.slice(0, PAGE).map(({ row, author, addenda }) => ({
        id: row.id,
        status: row.status,
        template: row.template,
        privacy: row.privacy,
        startsAt: row.aboutStartsAt,
        zone: row.timeZone,
        placeKind: row.placeKind,
        signedAt: row.signedAt,
        savedAt: row.savedAt,
        mine: row.authorUserId === actor.userId,
        author,
        addenda,
        excerpt: excerpt(
          openContent(keyOf(row.clientId), "medical_notes", row.id, row.version, row.body),
        ),
      })),
    };
  },
  log: ({ practiceId, babyId, items, page }) => [
    { practiceId, babyId, detail: { part: "notes", page, notes: items.map(({ id }) => id) } },
  ],
});
export type NoteItem = Awaited<ReturnType<typeof notesOfBaby>>["items"][number];

/** That a colleague's private notes are there: the owner may open one with a reason. Nobody else learns of them. */
async function closedOf(tx: Tx, actor: Staff, babyIds: readonly string[]) {
  if (actor.role !== "owner") return [];
  const rows = await tx.execute<{
    id: string;
    status: "draft" | "signed";
    about_starts_at: string;
    time_zone: string;
    author: string;
  }>(sql`select n.id, n.status, n.about_starts_at::text, n.time_zone, coalesce(${practitioners.displayName}, ${users.name}, ${users.email}) as author
    from unnest(${`{${babyIds.join(",")}}`}::uuid[]) b, closed_notes(b) n join ${users} on ${users.id} = n.author_user_id
    left join ${practitioners} on ${practitioners.practiceId} = ${actor.practiceId} and ${practitioners.userId} = n.author_user_id
    order by n.about_starts_at desc limit 50`);
  return rows.map(({ id, status, about_starts_at, time_zone, author }) => ({
    ...{ id, status, author, zone: time_zone },
    startsAt: new Date(about_starts_at),
  }));
}

/** A baby's lesson that took place, of those that this person looks after: beside lessons, bookings and their babies. */
export const tookPlace = (actor: Staff, since: Date, now: Date, whose?: Whose) =>
  and(
    eq(lessons.practiceId, actor.practiceId),
    whose ? ofWhom(actor, whose) : ofAnybody(actor),
    gte(lessons.startsAt, since),
    lt(lessons.endsAt, now),
    inArray(bookings.status, ["arrived", "completed"]),
  );

/** Whether anybody's note is there of it. */
export const isNoted = (since: Date) =>
  sql<boolean>`exists (select 1 from noted_lessons(${since.toISOString()}::timestamptz) noted
    where noted.lesson_id = ${lessons.id} and noted.baby_id = ${bookingBabies.babyId})`;

/**
 * A lesson that took place and has no note of anybody, and of which nobody said that it needs none. One of which a draft was
 * left is in the list of those.
 */
function withoutNote(tx: Tx, actor: Staff, since: Date, now: Date, whose: Whose) {
  const excused = tx.select({ one: sql`1` }).from(notesNotNeeded).where(markOfLesson);
  const drafted = hasLeftDraft(sql`${lessons.id}`, sql`${bookingBabies.babyId}`);
  return and(
    tookPlace(actor, since, now, whose),
    not(isNoted(since)),
    notExists(excused),
    whose === "left" ? not(drafted) : undefined,
  );
}
const markOfLesson = and(
  eq(notesNotNeeded.practiceId, lessons.practiceId),
  eq(notesNotNeeded.lessonId, lessons.id),
  eq(notesNotNeeded.babyId, bookingBabies.babyId),
);

const ownDrafts = (actor: Staff) =>
  and(
    eq(medicalNotes.practiceId, actor.practiceId),
    eq(medicalNotes.authorUserId, actor.userId),
    eq(medicalNotes.status, "draft"),
  );

/** What waits to be written or signed by this person, in numbers; and which of today's lessons have a note. */
export const noteWork = query({
  name: "notes.work",
  allow: isClinician,
  beside: true,
  input: z.strictObject({}),
  run: async ({ actor, tx, now }) => {
    const old = new Date(now.getTime() - OLD_DRAFT_DAYS * DAY_MS).toISOString();
    const missingOf = (whose: Whose) =>
      tx
        .select({ n: count() })
        .from(lessons)
        .innerJoin(bookings, bookingOfLesson)
        .innerJoin(bookingBabies, babyOfBooking)
        .where(withoutNote(tx, actor, new Date(now.getTime() - LATELY_DAYS * DAY_MS), now, whose));
    const owner = actor.role === "owner";
    const [drafts, missing, missingLeft, draftsLeft, lately] = await settled([
      tx
        .select({
          n: count(),
          old: sql<number>`(count(*) filter (where ${medicalNotes.createdAt} < ${old}::timestamptz))::int`,
        })
        .from(medicalNotes)
        .where(ownDrafts(actor)),
      missingOf("own"),
      owner ? missingOf("left") : Promise.resolve([]),
      owner ? countLeftDrafts(tx) : Promise.resolve(0),
      tx
        .select({
          id: medicalNotes.id,
          lessonId: medicalNotes.lessonId,
          status: medicalNotes.status,
        })
        .from(medicalNotes)
        .where(
          and(
            eq(medicalNotes.practiceId, actor.practiceId),
            eq(medicalNotes.authorUserId, actor.userId),
            inArray(medicalNotes.status, ["draft", "signed"]),
            gte(medicalNotes.aboutStartsAt, new Date(now.getTime() - 2 * DAY_MS)),
          ),
        )
        .limit(100),
    ]);
    return {
      toSign: drafts[0]?.n ?? 0,
      old: drafts[0]?.old ?? 0,
      without: missing[0]?.n ?? 0,
      /** Of colleagues who teach here no more. */
      withoutLeft: missingLeft[0]?.n ?? 0,
      draftsLeft,
      /** Notes of lessons of the last days, by lesson. */
      notes: lately.flatMap(({ id, lessonId, status }) =>
        lessonId ? [{ id, lessonId, status }] : [],
      ),
    };
  },
});
export type NoteWork = Awaited<ReturnType<typeof noteWork>>;

export const bookingOfLesson = and(
  eq(bookings.practiceId, lessons.practiceId),
  eq(bookings.lessonId, lessons.id),
);
export const babyOfBooking = and(
  eq(bookingBabies.practiceId, bookings.practiceId),
  eq(bookingBabies.bookingId, bookings.id),
);

const teacherOfLesson = and(
  eq(practitioners.practiceId, lessons.practiceId),
  eq(practitioners.id, lessons.practitionerId),
);

/**
 * Drafts to sign, the oldest first, and every lesson without a note, the latest first; for the owner also those of
 * colleagues who left. Names and times, no words.
 */
export const unwritten = query({
  name: "notes.unwritten",
  allow: isClinician,
  beside: true,
  input: Unwritten,
  run: async ({ actor, tx, now }, { page, leftPage }) => {
    const { zone } = await practiceDay(tx, actor, now);
    const family = and(eq(clients.practiceId, babies.practiceId), eq(clients.id, babies.clientId));
    const lesson = {
      ...{ bookingId: bookings.id, babyId: babies.id, zone: lessons.timeZone },
      ...{ startsAt: lessons.startsAt, endsAt: lessons.endsAt },
      ...{ firstName: babies.firstName, familyName },
    };
    const babyOfRow = and(
      eq(babies.practiceId, bookingBabies.practiceId),
      eq(babies.id, bookingBabies.babyId),
    );
    const without = (whose: Whose, at: number) =>
      tx
        .select({ ...lesson, practitioner: practitioners.displayName })
        .from(lessons)
        .innerJoin(bookings, bookingOfLesson)
        .innerJoin(bookingBabies, babyOfBooking)
        .innerJoin(babies, babyOfRow)
        .innerJoin(clients, family)
        .innerJoin(practitioners, teacherOfLesson)
        .where(withoutNote(tx, actor, new Date(0), now, whose))
        .orderBy(desc(lessons.startsAt), desc(lessons.id), asc(babies.id))
        .limit(PAGE + 1)
        .offset((at - 1) * PAGE);
    const owner = actor.role === "owner";
    const [drafts, rows, left, begun, excused] = await settled([
      tx
        .select({
          id: medicalNotes.id,
          babyId: medicalNotes.babyId,
          startsAt: medicalNotes.aboutStartsAt,
          zone: medicalNotes.timeZone,
          createdAt: medicalNotes.createdAt,
          savedAt: medicalNotes.savedAt,
          firstName: babies.firstName,
          familyName,
        })
        .from(medicalNotes)
        .innerJoin(
          babies,
          and(eq(babies.practiceId, medicalNotes.practiceId), eq(babies.id, medicalNotes.babyId)),
        )
        .innerJoin(clients, family)
        .where(ownDrafts(actor))
        .orderBy(asc(medicalNotes.createdAt), asc(medicalNotes.id))
        .limit(100),
      without("own", page),
      owner ? without("left", leftPage) : Promise.resolve([]),
      owner ? leftDrafts(tx) : Promise.resolve([]),
      tx
        .select({ ...lesson, reason: notesNotNeeded.reason })
        .from(lessons)
        .innerJoin(bookings, bookingOfLesson)
        .innerJoin(bookingBabies, babyOfBooking)
        .innerJoin(notesNotNeeded, markOfLesson)
        .innerJoin(babies, babyOfRow)
        .innerJoin(clients, family)
        .where(tookPlace(actor, new Date(0), now))
        .orderBy(desc(notesNotNeeded.createdAt), asc(babies.id))
        .limit(PAGE),
    ]);
    const old = now.getTime() - OLD_DRAFT_DAYS * DAY_MS;
    const named = <T extends { firstName: string; familyName: string }>(row: T) => ({
      ...row,
      title: babyTitle(row.firstName, row.familyName),
    });
    return {
      zone,
      page,
      more: rows.length > PAGE,
      drafts: drafts.map((row) => ({ ...named(row), old: row.createdAt.getTime() < old })),
      lessons: rows.slice(0, PAGE).map(named),
      left: {
        ...{ page: leftPage, more: left.length > PAGE, lessons: left.slice(0, PAGE).map(named) },
        /** Begun and not signed, private ones too. */
        drafts: begun,
      },
      /** Those that need no note, the latest marks: to be put back. */
      excused: excused.map(named),
    };
  },
});
export type Unnoted = Awaited<ReturnType<typeof unwritten>>["lessons"][number];
