import { and, eq, gt } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { hoursAgo, makeLesson, refusalOf } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import type { Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { sha256 } from "@/lib/intake/words";
import { seal } from "@/lib/work/vault";
import { addAddendum } from "./addenda.write";
import { mayWriteOf, objectedSince } from "./consent";
import { noteToBegin } from "./edit.read";
import { noteWork, unwritten } from "./list.read";
import { markNotNeeded, unmarkNotNeeded } from "./not-needed.write";
import { saveNote, signNote } from "./write";

const db = testDatabase();
let at: TestPractice;
let rosa: Staff;
beforeAll(async () => {
  at = await makePractice(db.owner);
  rosa = at.staff("owner");
});

/** A lesson that took place, of a family that nobody else writes of. */
async function taught(ago: number, family?: TestFamily) {
  const own = family ?? (await makeFamily(db.owner, at.practiceId));
  const { lessonId, bookingId } = await makeLesson(db.owner, at, own, hoursAgo(ago));
  await db.owner
    .update(t.bookings)
    .set({ status: "completed", completedAt: hoursAgo(ago - 1) })
    .where(eq(t.bookings.id, bookingId));
  return { ...own, family: own, lessonId, bookingId };
}
const words = (babyId: string, more: object = {}) => ({
  ...{ noteId: newId<"note">(), seen: 0, babyId, template: "lesson", privacy: "clinicians" },
  content: { stateStart: "quiet_alert", went: "Calm." },
  ...more,
});
const write = (babyId: string, more: object = {}) => signNote(rosa, words(babyId, more) as never);

describe("a lesson that needs no note", () => {
  const listed = async (who = rosa) => (await unwritten(who, {})).lessons.map((x) => x.bookingId);

  test("leaves the list and the count with a reason, and is put back", async () => {
    const { babyId, bookingId, lessonId } = await taught(30);
    const before = (await noteWork(rosa, {})).without;
    expect(await listed()).toContain(bookingId);
    const mark = { bookingId, babyId, reason: "talked_only" as const };
    await markNotNeeded(rosa, mark);
    // Pressed twice it has been said, by whom it was said first.
    await markNotNeeded(rosa, { ...mark, reason: "elsewhere" });
    expect(await listed()).not.toContain(bookingId);
    expect((await noteWork(rosa, {})).without).toBe(before - 1);
    expect((await unwritten(rosa, {})).excused).toMatchObject([
      { bookingId, babyId, reason: "talked_only" },
    ]);
    const trail = await db.owner
      .select({ operation: t.auditEvents.operation, detail: t.auditEvents.detail })
      .from(t.auditEvents)
      .where(and(eq(t.auditEvents.subjectId, babyId), gt(t.auditEvents.seq, 0)));
    expect(trail[0]).toEqual({
      operation: "notes.mark_not_needed",
      detail: { lessonId, reason: "talked_only", marked: 1 },
    });
    for (let twice = 0; twice < 2; twice++) await unmarkNotNeeded(rosa, { bookingId, babyId });
    expect(await listed()).toContain(bookingId);
    expect((await unwritten(rosa, {})).excused).toEqual([]);
  });

  test("of twins only the one that it was said of", async () => {
    const { babyId, bookingId, clientId } = await taught(31);
    const twin = newId<"baby">();
    const { practiceId } = at;
    await db.owner
      .insert(t.babies)
      .values({ practiceId, id: twin, clientId, firstName: "Twin", bornOn: "2026-08-24" });
    await db.owner
      .insert(t.bookingBabies)
      .values({ practiceId, bookingId, babyId: twin, clientId });
    await markNotNeeded(rosa, { bookingId, babyId, reason: "wrong_entry" });
    const left = (await unwritten(rosa, {})).lessons.filter((one) => one.bookingId === bookingId);
    expect(left.map((one) => one.babyId)).toEqual([twin]);
    await unmarkNotNeeded(rosa, { bookingId, babyId });
  });

  test("not without a reason, not of a lesson to come or with a note, not by others", async () => {
    const { babyId, bookingId, lessonId } = await taught(32);
    const mark = { bookingId, babyId, reason: "talked_only" as const };
    const no = async (work: Promise<unknown>) => (await refusalOf(work)).code;
    const bare = await refusalOf(markNotNeeded(rosa, { ...mark, reason: "" as never }));
    expect(bare.fields.reason?.[0]?.key).toBe("notes:errors.noNoteReason");
    expect(await no(markNotNeeded(at.staff("front_desk"), mark))).toBe("forbidden");
    const other = await makePractice(db.owner);
    expect(await no(markNotNeeded(other.staff(), mark))).toBe("not_found");
    expect(await no(unmarkNotNeeded(other.staff(), { bookingId, babyId }))).toBe("not_found");
    const family = await makeFamily(db.owner, at.practiceId);
    const coming = await makeLesson(db.owner, at, family, hoursAgo(-5));
    const ahead = { bookingId: coming.bookingId, babyId: family.babyId };
    expect(await no(markNotNeeded(rosa, { ...mark, ...ahead }))).toBe("not_found");
    await write(babyId, { lessonId });
    expect((await refusalOf(markNotNeeded(rosa, mark))).say.key).toBe("notes:errors.hasNote");
  });
});

describe("consent that health information is kept", () => {
  const say = async (family: TestFamily, answer: "given" | "withdrawn", signedAt: Date) => {
    const id = newId<"consent">();
    const { clientId, guardianId, dataKey } = family;
    await db.owner.insert(t.consents).values({
      ...{ practiceId: at.practiceId, id, clientId, guardianId, kind: "health_data", answer },
      ...{ textVersion: 1, locale: "en-GB", shown: "words", textSha256: sha256("words") },
      ...{ method: "account", signedAt },
      signature: seal(dataKey, { table: "consents", column: "signature", id }, "{}"),
    });
  };

  test("that nobody was asked for is said to whoever writes, and stops nobody", async () => {
    const { babyId, bookingId, lessonId } = await taught(40);
    const { keeping } = await noteToBegin(rosa, { babyId, bookingId });
    expect(keeping).toEqual({ state: "unasked", since: null });
    await write(babyId, { lessonId });
  });

  test("taken back: nothing new is begun, what was taught before is still written down", async () => {
    const { babyId, family, lessonId, bookingId } = await taught(50);
    await say(family, "given", hoursAgo(60));
    const begun = words(babyId);
    await saveNote(rosa, begun as never);
    const earlier = await write(babyId, { privacy: "author" });
    const since = hoursAgo(10);
    await say(family, "withdrawn", since);
    const later = await taught(5, family);
    const { keeping, about } = await noteToBegin(rosa, { babyId, bookingId: later.bookingId });
    expect(keeping).toEqual({ state: "objected", since });
    expect(mayWriteOf(keeping, about.startsAt)).toBe(false);
    for (const more of [{ lessonId: later.lessonId }, {}])
      expect((await refusalOf(write(babyId, more))).say.key).toBe("notes:errors.consentBack");
    // The lesson from before, a draft that was there, and words added to what stands.
    expect((await noteToBegin(rosa, { babyId, bookingId })).keeping).toEqual(keeping);
    await write(babyId, { lessonId });
    await signNote(rosa, { ...begun, seen: 1 } as never);
    const addendum = { noteId: earlier.noteId, addendumId: newId(), words: "Corrected." };
    await addAddendum(rosa, addendum as never);
    // Its lesson is missed by nobody: there is a reason for that.
    const { bookingId: unwrittenOne } = later;
    await markNotNeeded(rosa, { bookingId: unwrittenOne, babyId, reason: "no_consent" });
    await say(family, "given", hoursAgo(1));
    await write(babyId, { lessonId: later.lessonId });
  });

  test("counts from the earliest no that still stands", () => {
    const people = fc.constantFrom("ana", "ben", "cleo");
    const one = fc.record({ guardianId: people, answer: fc.constantFrom("given", "withdrawn") });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (answers) => {
        const said = answers.map((each, n) => ({ ...each, at: new Date(n * 1000) }));
        // Said the other way round: for each person, the row after their last yes.
        const firsts = ["ana", "ben", "cleo"].flatMap((who) => {
          const own = said.filter(({ guardianId }) => guardianId === who);
          const yes = own.findLastIndex(({ answer }) => answer === "given");
          return own[yes + 1]?.at.getTime() ?? [];
        });
        fc.pre(firsts.length > 0);
        expect(objectedSince(said).getTime()).toBe(Math.min(...firsts));
      }),
    );
  });
});
