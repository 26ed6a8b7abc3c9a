import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { refusalOf } from "@/db/testing/lessons";
import { makeFamily, makePractice, makeUser, type TestPractice } from "@/db/testing/world";
import type { Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { addAddendum, openClosedNote } from "./addenda.write";
import { noteDetail } from "./read";
import { incidents } from "./seen-to.read";
import { saveNote, signNote } from "./write";

const db = testDatabase();
let at: TestPractice;
let owner: Staff;
let colleague: Staff;
let babyId: string;
beforeAll(async () => {
  at = await makePractice(db.owner);
  owner = at.staff("owner");
  const { practiceId } = at;
  const userId = await makeUser(db.owner, "colleague@example.com");
  await db.owner
    .insert(t.practiceMembers)
    .values({ practiceId, id: newId(), userId, role: "practitioner" });
  colleague = { ...at.staff("practitioner"), userId, practitionerId: null };
  ({ babyId } = await makeFamily(db.owner, practiceId));
});
const note = (content: object, more: object = {}) =>
  ({
    ...{ noteId: newId<"note">(), seen: 0, babyId, template: "free", privacy: "clinicians" },
    content: { free: "Calm.", ...content },
    ...more,
  }) as never as Parameters<typeof signNote>[1];
const listed = async (who = owner) =>
  (await incidents(who, {})).items.map(({ id, closed }) => ({ id, closed }));

test("a note in which something went wrong is signed with a sentence, and is in one list for the owner", async () => {
  const ticked = { checks: ["incident"] };
  const refusal = await refusalOf(signNote(colleague, note(ticked)));
  expect(refusal.fields).toEqual({ "content.incident": [{ key: "notes:errors.incident" }] });
  await signNote(colleague, note({}));
  // A draft is no word of anybody yet.
  await saveNote(colleague, { ...note({ ...ticked, incident: "The oil" }), kind: "save" } as never);
  expect(await listed()).toEqual([]);

  const { noteId } = await signNote(colleague, note({ ...ticked, incident: "Oil in the eye." }));
  expect(await listed()).toEqual([{ id: noteId, closed: false }]);
  const read = await noteDetail(owner, { noteId: noteId as never });
  expect(read).toMatchObject({ verdict: "holds", content: { incident: "Oil in the eye." } });
  await addAddendum(owner, { noteId, addendumId: newId(), words: "Rinsed." } as never);
  for (const who of [colleague, at.staff("front_desk")])
    expect((await refusalOf(incidents(who, {}))).code).toBe("forbidden");
  const other = await makePractice(db.owner);
  expect((await incidents(other.staff("owner"), {})).items).toEqual([]);
});

test("a private one is in the list without a word of it, and opens with a reason", async () => {
  const given = note({ incident: "Slipped." }, { privacy: "author" });
  const { noteId } = await signNote(colleague, given);
  expect(await listed()).toContainEqual({ id: noteId, closed: true });
  expect(JSON.stringify(await incidents(owner, {}))).not.toContain("Slipped");
  const read = () => noteDetail(owner, { noteId: noteId as never });
  expect((await refusalOf(read())).code).toBe("not_found");
  await openClosedNote(owner, { noteId: noteId as never, reason: "safety" });
  expect((await read()).content.incident).toBe("Slipped.");
});
