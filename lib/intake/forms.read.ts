import { and, asc, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { forms, formVersions, services } from "@/db/schema";
import { isClinician, isStaff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { BUILTIN_FORMS } from "./builtin";
import { happenedLack } from "./happened.rules";
import { newestVersions } from "./plan";
import { problemsOf } from "./rules";
import { BUILTINS, Definition } from "./schema";

/** The practice's forms: ours, which it may copy, and its own. Those of ours are there before anybody used them. */
export const formList = query({
  name: "intake.forms",
  allow: isStaff,
  input: z.strictObject({}),
  run: async ({ actor, tx }) => {
    const { practiceId } = actor;
    const rows = await tx
      .select()
      .from(forms)
      .where(eq(forms.practiceId, practiceId))
      .orderBy(asc(forms.createdAt), asc(forms.id))
      .limit(200);
    const newest = await newestVersions(tx, practiceId);
    const offered = await tx
      .select({ id: services.id, name: services.name, archivedAt: services.archivedAt })
      .from(services)
      .where(eq(services.practiceId, practiceId))
      .orderBy(asc(services.position), asc(services.id));
    const ours = BUILTINS.map((builtin) => {
      const row = rows.find((one) => one.builtin === builtin);
      const { number, definition, sendWhen } = BUILTIN_FORMS[builtin];
      return {
        ...{ id: builtin as string, builtin, name: row?.name ?? "", number, archivedAt: null },
        ...{ sendWhen: row?.sendWhen ?? sendWhen, serviceIds: row?.serviceIds ?? null },
        ...{ questions: count(definition), draft: false, lack: null },
      };
    });
    const own = rows
      .filter((row) => !row.builtin)
      .map((row) => {
        const version = newest.find((one) => one.formId === row.id);
        const shown = version?.definition ?? (row.draft ? Definition.parse(row.draft) : null);
        return {
          ...{ id: row.id, builtin: null, name: row.name, archivedAt: row.archivedAt },
          ...{
            number: version?.number ?? null,
            sendWhen: row.sendWhen,
            serviceIds: row.serviceIds,
          },
          ...{ questions: shown ? count(shown) : 0, draft: row.draft !== null },
          lack: version ? happenedLack(version.definition) : null,
        };
      });
    return {
      forms: [...ours, ...own],
      services: offered.filter((one) => !one.archivedAt),
    };
  },
});
export type FormItem = Awaited<ReturnType<typeof formList>>["forms"][number];

const count = (definition: Definition): number =>
  definition.sections.reduce(
    (sum, section) => sum + section.questions.filter(({ type }) => type !== "text").length,
    0,
  );

/** One form as its builder shows it: what is being written, what is wrong with it, and what was published before. */
export const formDetail = query({
  name: "intake.form",
  allow: isClinician,
  input: z.strictObject({ form: z.union([z.enum(BUILTINS), id("form")]) }),
  run: async ({ actor, tx }, { form: which }) => {
    const { practiceId } = actor;
    const builtin = BUILTINS.find((one) => one === which);
    if (builtin) {
      const { definition, number } = BUILTIN_FORMS[builtin];
      return {
        ...{ id: builtin as string, builtin, name: "", version: 0, draft: false, definition },
        problems: [],
        ...{ lack: null, lackLive: false },
        versions: [{ id: null, number, publishedAt: null }],
      };
    }
    const [form] = await tx
      .select()
      .from(forms)
      .where(and(eq(forms.practiceId, practiceId), eq(forms.id, which)));
    if (!form) throw notFound();
    const versions = await tx
      .select({
        id: formVersions.id,
        number: formVersions.number,
        publishedAt: formVersions.publishedAt,
        definition: formVersions.definition,
      })
      .from(formVersions)
      .where(and(eq(formVersions.practiceId, practiceId), eq(formVersions.formId, which)))
      .orderBy(desc(formVersions.number))
      .limit(100);
    const definition = Definition.parse(form.draft ?? versions[0]?.definition ?? { sections: [] });
    return {
      ...{ id: form.id, builtin: null, name: form.name, version: form.version },
      ...{ draft: form.draft !== null, definition },
      problems: problemsOf(definition),
      lack: happenedLack(definition),
      /** What families are asked today lacks it, too. */
      lackLive:
        versions[0] !== undefined &&
        happenedLack(Definition.parse(versions[0].definition)) !== null,
      versions: versions.map(({ definition: _, ...version }) => version),
    };
  },
});
export type FormDetail = Awaited<ReturnType<typeof formDetail>>;

/** A published version, word for word. */
export const formVersion = query({
  name: "intake.form_version",
  allow: isClinician,
  input: z.strictObject({ versionId: id("form_version") }),
  run: async ({ actor, tx }, { versionId }) => {
    const [row] = await tx
      .select({
        name: forms.name,
        formId: forms.id,
        number: formVersions.number,
        definition: formVersions.definition,
        publishedAt: formVersions.publishedAt,
      })
      .from(formVersions)
      .innerJoin(
        forms,
        and(eq(forms.practiceId, formVersions.practiceId), eq(forms.id, formVersions.formId)),
      )
      .where(and(eq(formVersions.practiceId, actor.practiceId), eq(formVersions.id, versionId)));
    if (!row) throw notFound();
    return { ...row, definition: Definition.parse(row.definition) };
  },
});
