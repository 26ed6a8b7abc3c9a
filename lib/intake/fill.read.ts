import { and, asc, desc, eq, ne, or, sql } from "drizzle-orm";
import { z } from "zod";
import { babies, formAssignments, forms, formVersions, practices } from "@/db/schema";
import { query } from "@/lib/work/query";
import { currentAnswers, findAssignment, NO_ANSWERS } from "./assignment";
import { objectedConsents } from "./consent.read";
import { mayFill } from "./fill.write";
import { babiesOfForm, openedForm } from "./opened";
import { isTime } from "./opening";
import { isGone, isToCome, kept, meaningOf, missing, opensAt, shownSections, worst } from "./rules";
import { Definition, OneAssignment } from "./schema";

/**
 * The forms of the actor's own families, or of the guardian behind a link: what can be answered first, then
 * what was done. A check whose time has not come, or is over, is not there: nobody has to do it.
 */
export const formsToFill = query({
  name: "intake.to_fill",
  allow: mayFill,
  input: z.strictObject({}),
  run: async ({ tx, now }) => {
    const rows = await tx
      .select({
        id: formAssignments.id,
        practiceId: formAssignments.practiceId,
        clientId: formAssignments.clientId,
        guardianId: formAssignments.guardianId,
        status: formAssignments.status,
        dueAt: formAssignments.dueAt,
        doneAt: formAssignments.doneAt,
        startedAt: formAssignments.startedAt,
        form: forms.name,
        builtin: forms.builtin,
        definition: formVersions.definition,
        baby: babies.firstName,
        practice: practices.name,
        zone: practices.timeZone,
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
      .innerJoin(practices, eq(practices.practiceId, formAssignments.practiceId))
      .leftJoin(
        babies,
        and(
          eq(babies.practiceId, formAssignments.practiceId),
          eq(babies.id, formAssignments.babyId),
        ),
      )
      .where(
        and(
          ne(formAssignments.status, "cancelled"),
          or(eq(formAssignments.status, "done"), isTime(now)),
        ),
      )
      .orderBy(
        sql`${formAssignments.status} = 'done'`,
        asc(formAssignments.dueAt),
        desc(formAssignments.doneAt),
        asc(formAssignments.id),
      )
      .limit(60);
    return rows.map(({ definition, ...row }) => ({
      ...row,
      parts: Definition.parse(definition).sections.length,
    }));
  },
});
export type ToFill = Awaited<ReturnType<typeof formsToFill>>[number];

/** One form as whoever fills it in sees it. By a link no earlier answers: a forwarded mail must not show them. */
export const fillForm = query({
  name: "intake.fill",
  allow: mayFill,
  input: OneAssignment,
  run: async ({ actor, tx, now }, { assignmentId }) => {
    const of = await findAssignment(tx, assignmentId);
    const early = of.status === "open" && isToCome(of, now);
    const gone = of.status === "open" && isGone(of, now);
    const current = await currentAnswers(tx, of, actor.kind === "parent");
    // Outside its time it shows nothing: neither what comes back to be confirmed nor what was begun for another day.
    const answers = early || gone ? NO_ANSWERS : current.answers;
    const sections = shownSections(of.sections, answers);
    const values = kept(sections, answers.values);
    const open = missing(sections, answers.values).map(({ id }) => id);
    const objected = await objectedConsents(tx, of.practiceId, of.clientId);
    const said = sections.filter(({ id }) => answers.seen.includes(id));
    const { dataKeyId: _, sendWhen: __, bornOn: ___, definition, ...facts } = of;
    return {
      ...facts,
      babyIds: await babiesOfForm(tx, of),
      builtin: definition.builtin ?? null,
      sections,
      // Handed in through a link: whoever finds the mail later reads nothing.
      values: of.status === "done" && actor.kind === "link" ? {} : answers.values,
      answered: Object.keys(values).length,
      stamps: answers.stamps,
      seen: answers.seen,
      carried: answers.carried === true,
      missing: open,
      worst: worst(meaningOf(said, answers.values).flags),
      opensAt: early ? opensAt(of) : null,
      gone,
      closed: objected.has("health_data"),
    };
  },
  log: openedForm,
});
export type FillForm = Awaited<ReturnType<typeof fillForm>>;
