import { randomBytes } from "node:crypto";
import { and, eq, max, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { forms, formVersions, practices, services } from "@/db/schema";
import { isClinician, type Staff } from "@/lib/core/actor";
import { id, newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { line, wholeNumber } from "@/lib/core/text";
import { command } from "@/lib/work/command";
import { BUILTIN_FORMS } from "./builtin";
import { edited, FormChange } from "./edit.rules";
import { withHappened } from "./happened.rules";
import { ensureBuiltins, newestVersions } from "./plan";
import { problemsOf } from "./rules";
import { BUILTINS, Definition, SEND_WHEN } from "./schema";
import { localeOf, sha256, spoken } from "./words";

const formId = id("form");
const EMPTY: Definition = {
  sections: [],
};
/** A name inside a form that nobody has. */
const newKey = (): string => `k${randomBytes(6).toString("hex")}`;

async function findForm(tx: Tx, { practiceId }: Staff, which: string, lock = false) {
  const reading = tx
    .select()
    .from(forms)
    .where(and(eq(forms.practiceId, practiceId), eq(forms.id, which)));
  const [form] = lock ? await reading.for("update") : await reading;
  if (!form) throw notFound();
  return form;
}

/** A new form: empty, or a copy of one that there is, in the practice's own language and from then on its own words. */
export const addForm = command({
  name: "intake.add_form",
  allow: isClinician,
  input: z.strictObject({
    name: line(80, "intake:errors.name"),
    from: z.union([z.literal(""), z.enum(BUILTINS), formId]).optional(),
  }),
  limits: (_input, _ip, actor) => [{ subject: actor.practiceId, most: 60, minutes: 60 }],
  run: async ({ actor, tx, now, audit }, { name, from }) => {
    const { practiceId } = actor;
    await ensureBuiltins(tx, practiceId, now);
    const draft = from ? await copyOf(tx, actor, from) : EMPTY;
    const made = newId<"form">();
    await tx.insert(forms).values({ practiceId, id: made, name, draft });
    audit({ type: "form", id: made }, { copied: Boolean(from), sections: draft.sections.length });
    return { formId: made as string };
  },
});

async function localeIn(tx: Tx, { practiceId }: Staff) {
  const [practice] = await tx
    .select({ locale: practices.locale })
    .from(practices)
    .where(eq(practices.practiceId, practiceId));
  return localeOf(practice?.locale);
}
const ourCheck = async (tx: Tx, actor: Staff): Promise<Definition> =>
  spoken(BUILTIN_FORMS.health_check.definition, await localeIn(tx, actor));

async function copyOf(tx: Tx, actor: Staff, from: string): Promise<Definition> {
  const { practiceId } = actor;
  const [source] = await tx
    .select()
    .from(forms)
    .where(
      and(
        eq(forms.practiceId, practiceId),
        BUILTINS.some((one) => one === from)
          ? eq(forms.builtin, from)
          : sql`${forms.id}::text = ${from}`,
      ),
    );
  const version = (await newestVersions(tx, practiceId)).find((one) => one.formId === source?.id);
  const { builtin: _, ...own } = version
    ? spoken(version.definition, await localeIn(tx, actor))
    : source?.draft
      ? Definition.parse(source.draft)
      : notThere();
  return own;
}
const notThere = (): never => {
  throw notFound();
};

/** One change of what is being written; nobody is asked it before it is published. */
export const editForm = command({
  name: "intake.edit_form",
  allow: isClinician,
  input: z.strictObject({ formId, version: wholeNumber(1, 1_000_000), change: FormChange }),
  run: async ({ actor, tx, audit }, { formId: which, version, change }) => {
    const form = await findForm(tx, actor, which, true);
    if (form.version !== version) throw new Refusal("conflict", "intake:errors.formChanged");
    if (form.builtin) throw new Refusal("conflict", "intake:errors.copyFirst");
    const before = form.draft ? Definition.parse(form.draft) : await newestOf(tx, actor, which);
    const set =
      change.op === "name"
        ? { name: change.name }
        : change.op === "bring_happened"
          ? { draft: checked(withHappened(before, await ourCheck(tx, actor), newKey)) }
          : { draft: checked(edited(before, change, newKey)) };
    await tx
      .update(forms)
      .set({ ...set, version: version + 1 })
      .where(and(eq(forms.practiceId, actor.practiceId), eq(forms.id, which)));
    audit({ type: "form", id: which }, { change: change.op });
    return { formId: which as string };
  },
});

async function newestOf(tx: Tx, { practiceId }: Staff, which: string): Promise<Definition> {
  const all = await newestVersions(tx, practiceId);
  return all.find((one) => one.formId === which)?.definition ?? EMPTY;
}

function checked(next: Definition | null): Definition {
  if (!next) throw new Refusal("conflict", "intake:errors.formChanged");
  const parsed = Definition.safeParse(next);
  if (!parsed.success) throw new Refusal("invalid", "intake:errors.tooMany");
  return parsed.data;
}

/** Makes what was written a version of its own, which nobody changes any more. */
export const publishForm = command({
  name: "intake.publish_form",
  allow: isClinician,
  input: z.strictObject({ formId, version: wholeNumber(1, 1_000_000) }),
  run: async ({ actor, tx, now, audit }, { formId: which, version }) => {
    const { practiceId } = actor;
    const form = await findForm(tx, actor, which, true);
    if (form.version !== version || !form.draft)
      throw new Refusal("conflict", "intake:errors.formChanged");
    const definition = Definition.parse(form.draft);
    const [problem] = problemsOf(definition);
    if (problem) throw new Refusal("invalid", `intake:problems.${problem.say}`);
    const [last] = await tx
      .select({ number: max(formVersions.number) })
      .from(formVersions)
      .where(and(eq(formVersions.practiceId, practiceId), eq(formVersions.formId, which)));
    const number = (last?.number ?? 0) + 1;
    await tx.insert(formVersions).values({
      ...{ practiceId, id: newId(), formId: which, number, definition },
      ...{
        sha256: sha256(JSON.stringify(definition)),
        publishedBy: actor.userId,
        publishedAt: now,
      },
    });
    await tx
      .update(forms)
      .set({ draft: null, version: version + 1 })
      .where(and(eq(forms.practiceId, practiceId), eq(forms.id, which)));
    audit({ type: "form", id: which }, { number });
    return { formId: which as string, number };
  },
});

/** When a form is sent, and for which lessons; a form that is put away is sent to nobody. */
export const sendFormWhen = command({
  name: "intake.form_sending",
  allow: isClinician,
  input: z.strictObject({
    form: z.union([z.enum(BUILTINS), formId]),
    sendWhen: z.enum(SEND_WHEN, "errors:choose"),
    /** None chosen means all of them. */
    serviceIds: z.array(id("service")).max(100),
  }),
  run: async ({ actor, tx, now, audit }, { form: which, sendWhen, serviceIds }) => {
    const { practiceId } = actor;
    await ensureBuiltins(tx, practiceId, now);
    if (serviceIds.length > 0) {
      const known = await tx.$count(
        services,
        and(eq(services.practiceId, practiceId), among(services.id, serviceIds)),
      );
      if (known !== new Set(serviceIds).size) throw invalidField("serviceIds", "errors:choose");
    }
    const [row] = await tx
      .update(forms)
      .set({ sendWhen, serviceIds: serviceIds.length > 0 ? serviceIds : null })
      .where(
        and(
          eq(forms.practiceId, practiceId),
          BUILTINS.some((one) => one === which) ? eq(forms.builtin, which) : eq(forms.id, which),
        ),
      )
      .returning({ id: forms.id });
    if (!row) throw notFound();
    audit({ type: "form", id: row.id }, { sendWhen, services: serviceIds.length });
    return { formId: row.id };
  },
});

export const archiveForm = command({
  name: "intake.archive_form",
  allow: isClinician,
  input: z.strictObject({ formId, archived: z.enum(["true", "false"]) }),
  run: async ({ actor, tx, now, audit }, { formId: which, archived }) => {
    const form = await findForm(tx, actor, which, true);
    if (form.builtin) throw new Refusal("conflict", "intake:errors.copyFirst");
    await tx
      .update(forms)
      .set({ archivedAt: archived === "true" ? now : null, version: form.version + 1 })
      .where(and(eq(forms.practiceId, actor.practiceId), eq(forms.id, which)));
    audit({ type: "form", id: which }, { archived: archived === "true" });
    return { formId: which as string };
  },
});
