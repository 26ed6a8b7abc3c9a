import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { paper } from "@/db/testing/files";
import { sha256 } from "@/db/testing/forms";
import { at, db, family, intakeWorld, link, now, refusalOf, save } from "@/db/testing/intake";
import { makeFamily } from "@/db/testing/world";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { fillForm } from "@/lib/intake/fill.read";
import { handIn } from "@/lib/intake/fill.write";
import { type Definition, MOST_FILES } from "@/lib/intake/schema";
import { formAnswersRead } from "@/lib/intake/staff.read";
import { inContext } from "@/lib/work/context";
import { fileList, filePart } from "./file.read";
import { removeFile } from "./file.write";
import { formFilePlace, formFiles } from "./form-file.read";
import { attachToForm, detachFromForm } from "./form-file.write";
import { CheckedUpload } from "./upload";

intakeWorld();

const definition: Definition = {
  sections: [
    {
      id: "letters",
      title: "Letters",
      questions: [
        { id: "seen", type: "yesno", label: "Has a specialist seen your baby?", required: true },
        {
          ...{ id: "letter", type: "file", label: "The specialist's letter", required: true },
          showWhen: { question: "seen", is: ["yes"] },
        },
        { id: "more", type: "short", label: "Anything else?" },
      ],
    },
  ],
};

let form: string;
async function ask(of = family): Promise<string> {
  const { practiceId } = at;
  const [formId, formVersionId, id] = [
    newId<"form">(),
    newId<"form_version">(),
    newId<"form_assignment">(),
  ];
  await db.owner.insert(t.forms).values({ practiceId, id: formId, name: "Letters" });
  await db.owner.insert(t.formVersions).values({
    ...{ practiceId, id: formVersionId, formId, number: 1, definition, publishedAt: now },
    sha256: sha256(JSON.stringify(definition)),
  });
  const { clientId, babyId } = of;
  await db.owner
    .insert(t.formAssignments)
    .values({ practiceId, id, clientId, formVersionId, babyId });
  return id;
}
beforeEach(async () => {
  form = await ask();
});

const letter = () => CheckedUpload.of({ name: "CANARYNAME.pdf", bytes: paper("CANARYWORDS") });
const attach = async (actor: Actor, more: Record<string, unknown> = {}) =>
  attachToForm(actor, {
    ...{ assignmentId: form, question: "letter", fileId: newId(), content: await letter() },
    ...more,
  } as Parameters<typeof attachToForm>[1]);
const answered = async (actor: Actor = family.parent) =>
  (await fillForm(actor, { assignmentId: form })).values.letter;
const holder = () => link(family.guardianId);

describe("a file as an answer", () => {
  test("is there at once, stays when the rest is saved, and is read by the practice", async () => {
    const { fileId } = await attach(family.parent);
    expect(await answered()).toEqual([fileId]);
    await save(form, "letters", { seen: "yes", more: "Nothing" });
    expect(await answered()).toEqual([fileId]);
    await handIn(family.parent, { assignmentId: form });
    const read = await formAnswersRead(at.staff("practitioner"), { assignmentId: form });
    expect(read.values).toEqual({ seen: "yes", letter: [fileId], more: "Nothing" });
    const { items } = await formFiles(at.staff("practitioner"), { assignmentId: form });
    expect(items.map(({ id, name }) => [id, name])).toEqual([[fileId, "CANARYNAME.pdf"]]);
    const { bytes } = await filePart(at.staff("practitioner"), { fileId, part: 0 });
    expect(bytes.toString()).toContain("CANARYWORDS");
    const list = await fileList(at.staff(), { babyId: family.babyId });
    expect(list.items[0]).toMatchObject({ id: fileId, caption: "The specialist's letter" });
  });

  test("that must be there and is not is said at its question, if that is asked", async () => {
    await save(form, "letters", { seen: "yes" });
    const refused = await refusalOf(handIn(family.parent, { assignmentId: form }));
    expect(refused.fields).toEqual({ "q.letter": [{ key: "intake:errors.fileMissing" }] });
    expect(refused.facts).toEqual({ section: "letters" });
    await save(form, "letters", { seen: "no" }, { stamp: 1 });
    await handIn(family.parent, { assignmentId: form });
  });

  test("is not a thing that can be typed, and belongs to a question that asks for one", async () => {
    const mine = await attach(family.parent);
    const other = await makeFamily(db.owner, at.practiceId);
    const theirs = await ask(other);
    const { fileId } = await attach(other.parent, { assignmentId: theirs });
    const typed = await refusalOf(save(form, "letters", { letter: [fileId] }));
    expect(typed.fields).toHaveProperty(["q.letter"]);
    for (const question of ["more", "seen", "nowhere"])
      expect((await refusalOf(attach(family.parent, { question }))).say.key).toBe(
        "intake:errors.unknownQuestion",
      );
    // Somebody else's id is taken; it neither comes here nor changes there.
    expect((await refusalOf(attach(family.parent, { fileId }))).code).toBe("not_found");
    const detach = { assignmentId: form, question: "letter", fileId };
    expect((await refusalOf(detachFromForm(family.parent, detach))).code).toBe("not_found");
    expect(await answered()).toEqual([mine.fileId]);
  });

  test("by a link comes without an account, is named while the form is open, and is never read there", async () => {
    const { fileId } = await attach(holder());
    const { items } = await formFiles(holder(), { assignmentId: form });
    expect(items.map((one) => one.id)).toEqual([fileId]);
    expect((await refusalOf(filePart(holder(), { fileId, part: 0 }))).code).toBe("forbidden");
    const parts = await inContext(holder(), (tx) => tx.select().from(t.fileParts), "read only");
    expect(parts).toEqual([]);
    const list = await fileList(at.staff(), { babyId: family.babyId });
    const [guardian] = await db.owner
      .select({ name: t.guardians.name })
      .from(t.guardians)
      .where(eq(t.guardians.id, family.guardianId));
    expect(list.items[0]).toMatchObject({ id: fileId, by: guardian?.name, byKind: "parent" });
    await save(form, "letters", { seen: "yes" }, {}, holder());
    await handIn(holder(), { assignmentId: form });
    expect((await formFiles(holder(), { assignmentId: form })).items).toEqual([]);
    expect((await refusalOf(attach(holder()))).say.key).toBe("intake:errors.done");
    // A parent with an account sees what the other one sent.
    expect((await filePart(family.parent, { fileId, part: 0 })).name).toBe("CANARYNAME.pdf");
  });

  test("is out of reach of other families, their links and the front desk", async () => {
    const { fileId } = await attach(family.parent);
    const other = await makeFamily(db.owner, at.practiceId);
    for (const actor of [other.parent, link(other.guardianId)]) {
      expect((await refusalOf(attach(actor))).code).toBe("not_found");
      const detach = { assignmentId: form, question: "letter", fileId };
      expect((await refusalOf(detachFromForm(actor, detach))).code).toBe("not_found");
      expect((await refusalOf(formFiles(actor, { assignmentId: form }))).code).toBe("not_found");
      const place = { assignmentId: form, question: "letter" };
      expect((await refusalOf(formFilePlace(actor, place))).code).toBe("not_found");
    }
    const desk = at.staff("front_desk");
    expect((await refusalOf(formFiles(desk, { assignmentId: form }))).code).toBe("forbidden");
  });

  test("sent twice is one, also five at once; one more than fits is refused in words", async () => {
    const fileId = newId<"file">();
    const content = await letter();
    await Promise.all(Array.from({ length: 5 }, () => attach(family.parent, { fileId, content })));
    expect(await answered()).toEqual([fileId]);
    for (let n = 1; n < MOST_FILES; n++) await attach(n % 2 ? holder() : family.parent);
    const refused = await refusalOf(attach(family.parent));
    expect(refused.fields).toHaveProperty(["q.letter"]);
    const place = { assignmentId: form, question: "letter" };
    expect((await refusalOf(formFilePlace(holder(), place))).say.key).toBe(
      "intake:errors.filesEnough",
    );
    const rows = await db.owner.select().from(t.files).where(eq(t.files.assignmentId, form));
    expect(rows).toHaveLength(MOST_FILES);
  });

  test("can be taken out again until the form is sent, by either grown-up; then it stays", async () => {
    const first = await attach(holder());
    const second = await attach(family.parent);
    const third = await attach(family.parent);
    const out = (actor: Actor, fileId: string) =>
      detachFromForm(actor, { assignmentId: form, question: "letter", fileId });
    await out(family.parent, first.fileId);
    await out(holder(), second.fileId);
    expect(await answered()).toEqual([third.fileId]);
    await save(form, "letters", { seen: "yes" });
    await handIn(family.parent, { assignmentId: form });
    expect((await refusalOf(out(family.parent, third.fileId))).say.key).toBe("intake:errors.done");
    const gone = await refusalOf(removeFile(family.parent, { fileId: third.fileId }));
    expect(gone.say.key).toBe("documents:refused.handedIn");
    const jobs = await db.owner
      .select()
      .from(t.files)
      .where(and(eq(t.files.assignmentId, form), eq(t.files.byKind, "link")));
    expect(jobs[0]?.removedAt).toBeInstanceOf(Date);
  });

  test("taken away among the files of the baby answers nothing any more", async () => {
    const { fileId } = await attach(family.parent);
    await save(form, "letters", { seen: "yes" });
    await removeFile(family.parent, { fileId });
    expect(await answered()).toBeUndefined();
    const refused = await refusalOf(handIn(family.parent, { assignmentId: form }));
    expect(refused.fields).toHaveProperty(["q.letter"]);
  });

  test("nobody writes its name or words into the database or the trail", async () => {
    const { fileId } = await attach(holder());
    const [row] = await db.owner.select().from(t.files).where(eq(t.files.id, fileId));
    const [part] = await db.owner.select().from(t.fileParts).where(eq(t.fileParts.fileId, fileId));
    const trail = await db.owner
      .select()
      .from(t.auditEvents)
      .where(eq(t.auditEvents.subjectId, family.babyId));
    expect(Buffer.concat([row!.facts, part!.body]).includes("CANARY")).toBe(false);
    expect(trail.map((one) => one.operation)).toContain("documents.attach_to_form");
    expect(JSON.stringify(trail)).not.toContain("CANARY");
  });
});
