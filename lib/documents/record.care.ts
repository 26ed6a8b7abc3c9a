import { and, asc, desc, eq, isNull, ne, or } from "drizzle-orm";
import { among } from "@/db/among";
import {
  consents,
  files,
  formAnswers,
  formAssignments,
  forms,
  formVersions,
  guardians,
  noteSummaries,
  practiceLogs,
  practitioners,
  routineAssignments,
  users,
} from "@/db/schema";
import { isLocale } from "@/i18n/locale";
import { openGrowth } from "@/lib/growth/record";
import { formatAmount, systemOf } from "@/lib/growth/units.rules";
import { answersWhere } from "@/lib/intake/assignment";
import { questionsOf } from "@/lib/intake/rules";
import { Answers, Definition, type Question } from "@/lib/intake/schema";
import { builtinName, spoken } from "@/lib/intake/words";
import { authorName } from "@/lib/notes/read";
import { openWords } from "@/lib/notes/record";
import { readSnapshot } from "@/lib/routines/assigned";
import { unseal } from "@/lib/work/vault";
import { rowsOfReader } from "./export.reader";
import { openFacts } from "./file.store";
import type { Block } from "./pdf";
import type { RecordPart } from "./record";
import type { RecordWords } from "./record.words";

/** What the practitioner wrote for the family, the newest of each lesson. */
const summaries: RecordPart = async (tx, record, { t, moment }) => {
  const rows = await tx
    .select({ row: noteSummaries, by: authorName })
    .from(noteSummaries)
    .innerJoin(users, eq(users.id, noteSummaries.authorUserId))
    .leftJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, noteSummaries.practiceId),
        eq(practitioners.userId, noteSummaries.authorUserId),
      ),
    )
    .where(
      and(
        eq(noteSummaries.practiceId, record.practiceId),
        among(noteSummaries.babyId, record.babyIds),
      ),
    )
    .orderBy(desc(noteSummaries.sentAt), desc(noteSummaries.id));
  const newest = rows.filter(
    ({ row }, at) => rows.findIndex((one) => one.row.noteId === row.noteId) === at,
  );
  const told = newest.flatMap(({ row, by }): Block[] => {
    const key = record.keyOf(row.clientId);
    if (!key) return [];
    return [
      { is: "small", text: t("record.from", { name: by, when: moment(row.sentAt, record.zone) }) },
      { is: "text", text: openWords(key, "note_summaries", row.id, row.body) },
    ];
  });
  return told.length > 0 ? [{ is: "heading", text: t("record.summaries") }, ...told] : [];
};

const growth: RecordPart = async (tx, record, { t, locale, day, ages }) => {
  const { measurements } = await openGrowth(tx, record.babyId, record.now);
  if (measurements.length === 0) return [];
  const system = systemOf(locale);
  const rows = measurements.map((one) => [
    day(one.on, record.zone),
    ages(record.ages(one.on)),
    t(`record.kind.${one.kind}`),
    formatAmount(one.kind, one.amount, system, locale),
    t("record.measuredBy", {
      source: t(`record.source.${one.source}`),
      waiting: one.confirmed ? "no" : "yes",
    }),
  ]);
  return [
    { is: "heading", text: t("record.growth") },
    {
      is: "table",
      head: [
        t("record.day"),
        t("record.ageThen"),
        t("record.what"),
        t("record.value"),
        t("record.by2"),
      ],
      rows,
    },
  ];
};

const routines: RecordPart = async (tx, record, { t, day }) => {
  const rows = await tx
    .select()
    .from(routineAssignments)
    .where(
      and(
        eq(routineAssignments.practiceId, record.practiceId),
        among(routineAssignments.babyId, record.babyIds),
      ),
    )
    .orderBy(asc(routineAssignments.createdAt));
  if (rows.length === 0) return [];
  const logs = await tx
    .select({ assignmentId: practiceLogs.assignmentId })
    .from(practiceLogs)
    .where(
      and(
        eq(practiceLogs.practiceId, record.practiceId),
        among(practiceLogs.babyId, record.babyIds),
        ne(practiceLogs.outcome, "skipped"),
      ),
    );
  const times = (id: string) => logs.filter((log) => log.assignmentId === id).length;
  return [
    { is: "heading", text: t("record.routines") },
    {
      is: "table",
      head: [t("record.routine"), t("record.since"), t("record.until"), t("record.practised")],
      rows: rows.map((row) => [
        readSnapshot(row.snapshot)?.title ?? "",
        day(row.createdAt, record.zone),
        row.endedAt
          ? day(row.endedAt, record.zone)
          : row.untilOn
            ? day(row.untilOn, record.zone)
            : "",
        t("record.times", { count: times(row.id) }),
      ]),
    },
  ];
};

const agreed: RecordPart = async (tx, record, { t, named, day, moment }) => {
  const rows = await tx
    .select({ row: consents, name: guardians.name })
    .from(consents)
    .innerJoin(
      guardians,
      and(eq(guardians.practiceId, consents.practiceId), eq(guardians.id, consents.guardianId)),
    )
    .where(
      and(eq(consents.practiceId, record.practiceId), among(consents.clientId, record.clientIds)),
    )
    .orderBy(asc(consents.signedAt), asc(consents.id));
  if (rows.length === 0) return [];
  return [
    { is: "heading", text: t("record.consents") },
    {
      is: "table",
      head: [t("record.about"), t("record.answer"), t("record.who"), t("record.when")],
      rows: rows.map(({ row, name }) => [
        named(`consents.texts.${row.kind}.title`),
        t(`record.answers.${row.answer}`),
        name,
        row.paperOn
          ? t("record.onPaper", { day: day(row.paperOn, "UTC") })
          : moment(row.signedAt, record.zone),
      ]),
    },
  ];
};

const answered: RecordPart = async (tx, record, words) => {
  const rows = await tx
    .select({
      id: formAssignments.id,
      clientId: formAssignments.clientId,
      babyId: formAssignments.babyId,
      doneAt: formAssignments.doneAt,
      name: forms.name,
      definition: formVersions.definition,
      answers: formAnswers,
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
    .innerJoin(
      formAnswers,
      and(
        eq(formAnswers.practiceId, formAssignments.practiceId),
        eq(formAnswers.assignmentId, formAssignments.id),
      ),
    )
    .where(
      and(
        eq(formAssignments.practiceId, record.practiceId),
        among(formAssignments.clientId, record.clientIds),
        eq(formAssignments.status, "done"),
        record.reader.is === "practice"
          ? undefined
          : or(
              isNull(formAssignments.guardianId),
              among(formAssignments.guardianId, record.reader.guardianIds),
            ),
      ),
    )
    .orderBy(asc(formAssignments.doneAt), asc(formAssignments.id));
  const told = rows.flatMap((row): Block[] => {
    const key = record.keyOf(row.clientId);
    // Another baby's own form is in that baby's record.
    if (!key || (row.babyId && !record.babyIds.includes(row.babyId))) return [];
    const definition = spoken(Definition.parse(row.definition), words.locale);
    const { values } = Answers.parse(
      JSON.parse(unseal(key, answersWhere(row.answers.id, row.answers.revision), row.answers.body)),
    );
    const said = questionsOf(definition.sections).flatMap((question) => {
      const text = answerText(question, values[question.id], words);
      return text ? [[question.label, text] as const] : [];
    });
    const { builtin } = definition;
    const name = builtin && isLocale(words.locale) ? builtinName(builtin, words.locale) : row.name;
    const when = row.doneAt ? words.moment(row.doneAt, record.zone) : "";
    return [
      { is: "small", text: words.t("record.form", { name: name ?? "", when }) },
      { is: "facts", rows: said },
    ];
  });
  return told.length > 0 ? [{ is: "heading", text: words.t("record.forms") }, ...told] : [];
};

function answerText(
  { type, options = [], unit }: Question,
  value: string | string[] | undefined,
  { t, day, list }: RecordWords,
): string | null {
  const label = (id: string) => options.find((one) => one.id === id)?.label ?? id;
  if (value === undefined || value.length === 0) return null;
  if (type === "file") return t("record.filesGiven", { count: value.length });
  if (Array.isArray(value)) return list(value.map(label));
  if (type === "yesno") return t(value === "yes" ? "record.yes" : "record.no");
  if (type === "one") return label(value);
  if (type === "date" && /^\d{4}-\d\d-\d\d$/.test(value)) return day(value, "UTC");
  return type === "number" && unit ? `${value} ${unit}` : value;
}

const papers: RecordPart = async (tx, record, { t, day }) => {
  const rows = await tx
    .select()
    .from(files)
    .where(
      and(
        eq(files.practiceId, record.practiceId),
        among(files.babyId, record.babyIds),
        isNull(files.removedAt),
        rowsOfReader("files", record.reader),
      ),
    )
    .orderBy(asc(files.onDay), asc(files.id));
  const lines = rows.flatMap((row) => {
    const key = record.keyOf(row.clientId);
    if (!key) return [];
    const { name, caption } = openFacts(key, row.id, row.facts);
    return [[day(row.onDay, record.zone), name, caption ?? ""]];
  });
  if (lines.length === 0) return [];
  return [
    { is: "heading", text: t("record.files") },
    { is: "table", head: [t("record.day"), t("record.file"), t("record.caption")], rows: lines },
  ];
};

export const careParts: readonly RecordPart[] = [
  summaries,
  growth,
  routines,
  agreed,
  answered,
  papers,
];
