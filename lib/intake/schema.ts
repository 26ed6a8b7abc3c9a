import { z } from "zod";
import { id } from "@/lib/core/id";
import { line, optionalLine, optionalProse, wholeNumber } from "@/lib/core/text";
import { day } from "@/lib/core/time";
import { FINDINGS } from "@/lib/safety/schema";

/** Each asked for by itself and taken back by itself, in the order in which they are shown. */
export const CONSENT_KINDS = [
  "teaching",
  "health_data",
  "share_with_doctor",
  "report_back",
  "photo_video",
  "reminders",
] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

/** `text` asks nothing: it is read. The answer to `file` is ids of files, kept by what sends them, never typed. */
export const QUESTION_TYPES = [
  "short",
  "long",
  "yesno",
  "one",
  "some",
  "date",
  "number",
  "file",
  "text",
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

/** Who has to know of an answer before the lesson, mildest first. */
export const FLAGS = ["look", "doctor", "urgent", "emergency"] as const;
export type Flag = (typeof FLAGS)[number];

/** Names inside a form: they stay when words are changed, so that answers are found again next time. */
export const key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "intake:errors.key");

/** What an answer means for the baby: safety rules that begin to hold, and somebody who must look. */
const effect = z.strictObject({
  findings: z.array(z.enum(FINDINGS)).max(6).optional(),
  flag: z.enum(FLAGS).optional(),
});
export type Effect = z.infer<typeof effect>;

export const MOST_SECTIONS = 20;
export const MOST_QUESTIONS = 150;
export const MOST_OPTIONS = 30;
export const SHORT_MAX = 200;
export const LONG_MAX = 2000;
/** Files that answer one question: a letter of some pages, each its own picture. */
export const MOST_FILES = 6;

/** Parts of the baby's record that an answer goes into. */
export const RECORDED = [
  "allergy",
  "condition",
  "family_allergy",
  "birth_grams",
  "born_early",
  "birth_weeks",
  "birth_days",
  "feeding",
  "feed_times",
  "happened",
  "happened_on",
] as const;
export type Recorded = (typeof RECORDED)[number];

const option = z.strictObject({ id: key, label: line(160) });
export const question = z.strictObject({
  id: key,
  type: z.enum(QUESTION_TYPES),
  label: line(300),
  hint: optionalLine(300),
  required: z.boolean().optional(),
  options: z.array(option).max(MOST_OPTIONS).optional(),
  /** By the answer: an option's id, "yes" or "no"; "any" for whatever was typed. */
  effects: z.record(z.string().max(40), effect).optional(),
  /** A number's unit, and what is possible. */
  unit: optionalLine(20),
  min: z.number().min(-1_000_000).max(1_000_000).optional(),
  max: z.number().min(-1_000_000).max(1_000_000).optional(),
  /** What belongs into the baby's record as well. */
  record: z.enum(RECORDED).optional(),
  /** Asked only when an earlier question was answered so. */
  showWhen: z.strictObject({ question: key, is: z.array(key).min(1).max(MOST_OPTIONS) }).optional(),
});
export type Question = z.infer<typeof question>;

export const section = z.strictObject({
  id: key,
  title: line(120),
  intro: optionalProse(1000),
  /** Every grown-up fills in this part for themselves. */
  each: z.boolean().optional(),
  /** Asked anew every time; anything else comes back filled in with the last answers. */
  fresh: z.boolean().optional(),
  /** Only shown to be confirmed: left out as long as there is nothing to confirm. */
  carried: z.boolean().optional(),
  questions: z.array(question).max(MOST_QUESTIONS),
});
export type Section = z.infer<typeof section>;

export const SEND_WHEN = ["never", "first_visit", "each_lesson"] as const;
export type SendWhen = (typeof SEND_WHEN)[number];

export const BUILTINS = ["intake", "health_check"] as const;
export type Builtin = (typeof BUILTINS)[number];

/** The questions of one version. Those of a form of ours hold keys of messages/<locale>/intake_forms.json as labels. */
export const Definition = z.strictObject({
  builtin: z.enum(BUILTINS).optional(),
  sections: z.array(section).max(MOST_SECTIONS),
});
export type Definition = z.infer<typeof Definition>;

export type Value = string | string[];
export type Values = Record<string, Value>;

/** What is sealed in form_answers.body. A stamp counts the saves of a section and names the window of the last one. */
export const Answers = z.strictObject({
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  stamps: z.record(z.string(), z.strictObject({ n: z.int(), tab: z.string() })),
  /** Sections that were saved or confirmed by a person this time; the others hold last time's answers. */
  seen: z.array(z.string()),
  /** Last time's answers came along. */
  carried: z.boolean().optional(),
});
export type Answers = z.infer<typeof Answers>;

export const AlertBody = z.strictObject({
  flags: z.array(z.strictObject({ question: z.string(), answer: z.string(), flag: z.enum(FLAGS) })),
});
export type AlertBody = z.infer<typeof AlertBody>;

const assignmentId = id("form_assignment");
export const OneAssignment = z.strictObject({ assignmentId });

/** Answers as they come from a form; each is checked against its question afterwards, and what is unknown is refused. */
const typed = z.record(z.string().max(60), z.unknown());
export const SaveSection = z.strictObject({
  assignmentId,
  section: key,
  /** The count of saves that this window has seen. */
  stamp: wholeNumber(0, 1_000_000),
  tab: z.string().regex(/^[\w-]{1,40}$/, "errors:unknownId"),
  values: typed,
});
export const ConfirmSection = z.strictObject({ assignmentId, section: key });

/** Where a signature came from, as the server saw it. */
const from = z.strictObject({
  address: z.string().max(64),
  userAgent: z.string().max(400),
});
const answer = z.enum(["given", "declined"], "intake:errors.answer");
const said = z.partialRecord(z.enum(CONSENT_KINDS), answer);
export const SignConsents = z.strictObject({
  clientId: id("client"),
  answers: said,
  typedName: line(80, "intake:errors.typedName"),
  relation: line(60, "intake:errors.relation"),
  locale: z.string().max(10),
  /** Hash over the words of everything that was on the page. */
  shownHash: z.string().regex(/^[0-9a-f]{64}$/, "errors:unknownId"),
  from,
});
export const RecordPaper = z.strictObject({
  clientId: id("client"),
  guardianId: id("guardian"),
  answers: said,
  typedName: line(80, "intake:errors.typedName"),
  relation: line(60, "intake:errors.relation"),
  locale: z.string().max(10),
  shownHash: z.string().regex(/^[0-9a-f]{64}$/, "errors:unknownId"),
  paperOn: day,
});
