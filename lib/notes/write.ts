import { and, desc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import {
  babies,
  bookingBabies,
  bookings,
  lessons,
  medicalNotes,
  noteVersions,
  places,
  practices,
} from "@/db/schema";
import { acting } from "@/lib/accounts/elevate";
import { isClinician, type Staff } from "@/lib/core/actor";
import { notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import type { DataKey } from "@/lib/work/vault";
import { keepingOf, mayWriteOf } from "./consent";
import { prove } from "./proof";
import {
  databaseTime,
  keyOfClient,
  type NoteRow,
  openContent,
  sealContent,
  signedNote,
} from "./record";
import { hasIncident, keepsRevision, sameContent, unfinished } from "./rules";
import { DiscardNote, type NoteContent, SaveNote, SignNote } from "./schema";
import { isLeft } from "./seen-to.read";

type Given = Omit<SaveNote, "kind">;
type Kind = SaveNote["kind"];

async function noteOf(tx: Tx, { practiceId }: Staff, noteId: string) {
  const [row] = await tx
    .select()
    .from(medicalNotes)
    .where(and(eq(medicalNotes.practiceId, practiceId), eq(medicalNotes.id, noteId)));
  return row;
}

/**
 * Somebody, mostly oneself in another window, was faster. The other text comes with the refusal, so that both can be
 * seen side by side and nothing that was typed is lost.
 */
function changedMeanwhile(key: DataKey, row: NoteRow): Refusal {
  return new Refusal("conflict", "notes:errors.otherWindow", {
    facts: {
      noteId: row.id,
      version: row.version,
      theirs: openContent(key, "medical_notes", row.id, row.version, row.body),
    },
  });
}

/** A new note, or the next version of a draft, if it is still the one that was looked at. */
async function persist(tx: Tx, actor: Staff, given: Given, kind: Kind, now: Date) {
  const row = await noteOf(tx, actor, given.noteId);
  if (!row) return begin(tx, actor, given, now);
  assertOpen(row, actor);
  const key = await keyOfClient(tx, actor.practiceId, row.clientId);
  if (row.version !== given.seen) throw changedMeanwhile(key, row);
  const before = openContent(key, "medical_notes", row.id, row.version, row.body);
  const { template, privacy, content } = given;
  const unchanged =
    sameContent(before, content) && row.template === template && row.privacy === privacy;
  if (unchanged && kind === "auto") return { key, row, unchanged };
  const version = row.version + 1;
  const body = sealContent(key, "medical_notes", row.id, version, content);
  const savedAt = await databaseTime(tx);
  const next = { template, privacy, version, body, savedAt };
  const saved = await tx.update(medicalNotes).set(next).where(asSeen(row));
  if (saved.count === 0) throw await overtaken(tx, actor, key, row.id);
  if (keepsRevision(kind, await lastRevision(tx, row), now))
    await keepRevision(
      tx,
      actor,
      { ...row, version },
      kind === "auto" ? "saved" : kind,
      key,
      content,
    );
  return { key, row: { ...row, ...next }, unchanged: false };
}

function assertOpen(row: NoteRow, actor: Staff): void {
  if (row.authorUserId !== actor.userId) throw new Refusal("conflict", "notes:errors.notYours");
  if (row.status !== "draft")
    throw new Refusal("conflict", `notes:errors.${row.status}`, { facts: { closed: row.status } });
}
/** Whoever saves a draft saves the version that was looked at, or nothing. */
export const asSeen = (row: Pick<NoteRow, "practiceId" | "id" | "version">) =>
  and(ofRow(row), eq(medicalNotes.version, row.version), eq(medicalNotes.status, "draft"));
async function overtaken(tx: Tx, actor: Staff, key: DataKey, noteId: string): Promise<Refusal> {
  const row = await noteOf(tx, actor, noteId);
  if (!row) return notFound();
  assertOpen(row, actor);
  return changedMeanwhile(key, row);
}

const ofRow = (row: Pick<NoteRow, "practiceId" | "id">) =>
  and(eq(medicalNotes.practiceId, row.practiceId), eq(medicalNotes.id, row.id));

async function begin(tx: Tx, actor: Staff, given: Given, now: Date) {
  if (given.seen !== 0) throw notFound();
  const { practiceId, userId } = actor;
  const about = await aboutOf(tx, actor, given.babyId, given.lessonId);
  const keeping = await keepingOf(tx, practiceId, about.clientId);
  if (!mayWriteOf(keeping, about.aboutStartsAt ?? now))
    throw new Refusal("conflict", "notes:errors.consentBack");
  const key = await keyOfClient(tx, practiceId, about.clientId);
  const { noteId: id, babyId, template, privacy, content } = given;
  const savedAt = await databaseTime(tx);
  const row = {
    ...{ practiceId, id, babyId, ...about, template, privacy, authorUserId: userId },
    ...{ lessonId: given.lessonId ?? null, version: 1, savedAt },
    aboutStartsAt: about.aboutStartsAt ?? savedAt,
    body: sealContent(key, "medical_notes", id, 1, content),
  };
  const made = await tx.insert(medicalNotes).values(row).onConflictDoNothing();
  if (made.count === 0) {
    // The other window began it first; or the id is one that this person may not see.
    const [other] = await tx
      .select()
      .from(medicalNotes)
      .where(
        and(
          eq(medicalNotes.practiceId, practiceId),
          eq(medicalNotes.babyId, babyId),
          eq(medicalNotes.authorUserId, userId),
          given.lessonId ? eq(medicalNotes.lessonId, given.lessonId) : eq(medicalNotes.id, id),
          sql`${medicalNotes.status} <> 'discarded'`,
        ),
      );
    if (!other) throw notFound();
    if (other.status === "signed")
      throw new Refusal("conflict", "notes:errors.signed", { facts: { closed: "signed" } });
    throw changedMeanwhile(key, other);
  }
  await keepRevision(tx, actor, row, "begun", key, content);
  const [stored] = await tx.select().from(medicalNotes).where(ofRow(row));
  if (!stored) throw notFound();
  return { key, row: stored, unchanged: false };
}

/** Whom and when a note is about: the lesson as it is now, which a later move does not touch. */
async function aboutOf(tx: Tx, { practiceId }: Staff, babyId: string, lessonId?: string) {
  const [baby] = await tx
    .select({ clientId: babies.clientId, zone: practices.timeZone })
    .from(babies)
    .innerJoin(practices, eq(practices.practiceId, babies.practiceId))
    .where(and(eq(babies.practiceId, practiceId), eq(babies.id, babyId)));
  if (!baby) throw notFound();
  const { clientId } = baby;
  if (!lessonId)
    return {
      clientId,
      aboutStartsAt: null,
      aboutEndsAt: null,
      timeZone: baby.zone,
      placeKind: null,
    };
  const [lesson] = await tx
    .select({
      aboutStartsAt: lessons.startsAt,
      aboutEndsAt: lessons.endsAt,
      timeZone: lessons.timeZone,
      placeKind: places.kind,
    })
    .from(lessons)
    .innerJoin(
      bookings,
      and(eq(bookings.practiceId, lessons.practiceId), eq(bookings.lessonId, lessons.id)),
    )
    .innerJoin(
      bookingBabies,
      and(
        eq(bookingBabies.practiceId, bookings.practiceId),
        eq(bookingBabies.bookingId, bookings.id),
        eq(bookingBabies.babyId, babyId),
      ),
    )
    .leftJoin(
      places,
      and(eq(places.practiceId, lessons.practiceId), eq(places.id, lessons.placeId)),
    )
    .where(and(eq(lessons.practiceId, practiceId), eq(lessons.id, lessonId)));
  if (!lesson) throw notFound();
  return { clientId, ...lesson };
}

async function lastRevision(tx: Tx, row: NoteRow): Promise<Date | null> {
  const [last] = await tx
    .select({ at: noteVersions.createdAt })
    .from(noteVersions)
    .where(and(eq(noteVersions.practiceId, row.practiceId), eq(noteVersions.noteId, row.id)))
    .orderBy(desc(noteVersions.version))
    .limit(1);
  return last?.at ?? null;
}

async function keepRevision(
  tx: Tx,
  { userId }: Staff,
  {
    practiceId,
    id,
    clientId,
    version,
  }: Pick<NoteRow, "practiceId" | "id" | "clientId" | "version">,
  as: "begun" | Kind | "saved" | "signed",
  key: DataKey,
  content: NoteContent,
): Promise<void> {
  await tx.insert(noteVersions).values({
    ...{ practiceId, noteId: id, version, clientId, byUserId: userId },
    kind: as === "save" || as === "auto" ? "saved" : as,
    body: sealContent(key, "note_versions", id, version, content),
    createdAt: sql`clock_timestamp()`,
  });
}

/** Saves a draft; refused with the other text when another window saved since. */
export const saveNote = command({
  name: "notes.save",
  allow: isClinician,
  input: SaveNote,
  run: async ({ actor, tx, now, audit }, { kind, ...given }) => {
    const { row, unchanged } = await persist(tx, actor, given, kind, now);
    audit(
      { type: "baby", id: row.babyId },
      { noteId: row.id, version: row.version, kind, ...(unchanged && { unchanged }) },
    );
    return {
      noteId: row.id,
      babyId: row.babyId,
      version: row.version,
      savedAt: row.savedAt.toISOString(),
    };
  },
});

/** Saves what is on the page and signs it: from here on its words stay, and what is added is an addendum. */
export const signNote = command({
  name: "notes.sign",
  allow: isClinician,
  input: SignNote,
  run: async ({ actor, tx, now, audit }, given) => {
    const missing = unfinished(given.template, given.content);
    if (missing.length > 0) {
      throw new Refusal("invalid", "errors:invalid", {
        fields: Object.fromEntries(missing.map(([field, key]) => [`content.${field}`, [{ key }]])),
      });
    }
    const { key, row } = await persist(tx, actor, given, "auto", now);
    const version = row.version + 1;
    const signedAt = await databaseTime(tx);
    const incident = hasIncident(given.content);
    const proof = await prove(tx, signedNote(row, signedAt, given.content));
    const body = sealContent(key, "medical_notes", row.id, version, given.content);
    const signed = await tx
      .update(medicalNotes)
      .set({ ...proof, status: "signed", signedAt, savedAt: signedAt, version, body, incident })
      .where(asSeen(row));
    if (signed.count === 0) throw await overtaken(tx, actor, key, row.id);
    await keepRevision(tx, actor, { ...row, version }, "signed", key, given.content);
    audit({ type: "baby", id: row.babyId }, { noteId: row.id, version });
    return { noteId: row.id, babyId: row.babyId };
  },
});

/**
 * Puts a draft aside that was begun by mistake, or that somebody left who writes here no more. It keeps its rows; nobody is
 * shown it any more.
 */
export const discardNote = command({
  name: "notes.discard",
  allow: isClinician,
  input: DiscardNote,
  run: async ({ actor, tx, audit }, { noteId, seen }) => {
    const row = await noteOf(tx, actor, noteId);
    if (!row) throw notFound();
    const { practiceId } = actor;
    const left = row.authorUserId !== actor.userId;
    if (left && !(await isLeft(tx, noteId))) throw notFound();
    if (!left) assertOpen(row, actor);
    const put = async () =>
      tx
        .update(medicalNotes)
        .set({ status: "discarded" })
        .where(asSeen({ ...row, version: seen }));
    const done = await (left ? acting(tx, { actor: "system", practiceId }, put) : put());
    if (done.count === 0) throw new Refusal("conflict");
    audit({ type: "baby", id: row.babyId }, { noteId });
    return { noteId: row.id, babyId: row.babyId };
  },
});
