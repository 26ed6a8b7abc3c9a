import { z } from "zod";
import { id } from "@/lib/core/id";
import { line, optionalLine, optionalProse, prose, wholeNumber } from "@/lib/core/text";
import { STROKE_KEYS } from "@/lib/routines/schema";
import { POSITIONS } from "@/lib/safety/schema";

export const TEMPLATES = ["lesson", "soap", "free"] as const;
export type Template = (typeof TEMPLATES)[number];
export const PRIVACIES = ["clinicians", "author"] as const;
export type Privacy = (typeof PRIVACIES)[number];

/** The six states of Brazelton's scale (NBAS), in plain words on the page; quiet alert is the one for massage. */
export const STATES = [
  "deep_sleep",
  "light_sleep",
  "drowsy",
  "quiet_alert",
  "active",
  "crying",
] as const;
export type State = (typeof STATES)[number];

/** What a baby shows: more please, then pause or stop (CHOC and CUH handouts). */
export const CUES = [
  "eye_contact",
  "relaxed_hands",
  "smiled",
  "cooed",
  "reached",
  "mouthing",
  "turned_away",
  "stiffened",
  "hiccups",
  "cried",
  "frowned",
  "yawned",
  "fingers_splayed",
  "fisted",
  "arched",
  "pulled_away",
  "spat_up",
  "colour_change",
] as const;
export type Cue = (typeof CUES)[number];
/** Those that are on the page without opening more. */
export const FIRST_CUES: readonly Cue[] = [
  "eye_contact",
  "relaxed_hands",
  "smiled",
  "turned_away",
  "stiffened",
  "hiccups",
  "cried",
];

export const TAUGHT = ["parent", "doll", "talk"] as const;
export type Taught = (typeof TAUGHT)[number];
export const SKIN = ["clear", "dry", "red", "rash", "not_seen"] as const;
export const GOALS = [
  "asks_permission",
  "quiet_alert",
  "stop_cues",
  "hand_weight",
  "legs_to_back",
  "gas_sequence",
  "oil_safety",
  "when_not",
] as const;
/** How far a parent is with a goal, 1 to 5: about the parent's learning, never a finding about the baby. */
export const LEVELS = ["1", "2", "3", "4", "5"] as const;
export const PLANS = [
  ...(["keep_routine", "change_routine", "next_lesson", "send_summary", "tell_doctor"] as const),
] as const;
export const CHECKS = ["consent", "incident"] as const;

const chosen = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.union([z.literal("").transform(() => undefined), z.enum(values)], "errors:choose").optional();
const several = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .array(z.enum(values, "errors:choose"), "errors:choose")
    .max(values.length * 2, "errors:choose")
    .transform((list) => values.filter((value) => list.includes(value)))
    .default([]);
/** "tummy:parent": which of several things, and how. Empty ones are what a form sends for "not". */
const pairs = (keys: readonly string[], values: readonly string[]) =>
  z
    .array(z.string("errors:choose").max(60, "errors:choose"), "errors:choose")
    .max(60, "errors:choose")
    .transform((list) => list.filter(Boolean))
    .refine(
      (list) =>
        list.every((one) => {
          const [key = "", value = "", ...rest] = one.split(":");
          return rest.length === 0 && keys.includes(key) && values.includes(value);
        }),
      "errors:choose",
    )
    .default([]);

/** What a note says, the same whichever template it is written in; sealed as JSON in medical_notes.body. */
export const NoteContent = z.strictObject({
  stateStart: chosen(STATES),
  stateMiddle: chosen(STATES),
  stateEnd: chosen(STATES),
  cues: several(CUES),
  cuesOther: optionalProse(300),
  strokes: several(STROKE_KEYS),
  /** How each of them was taught; a stroke that is not among `strokes` was not. */
  taught: pairs(STROKE_KEYS, TAUGHT),
  position: chosen(POSITIONS),
  oil: optionalLine(80),
  minutes: z
    .union([z.literal("").transform(() => undefined), wholeNumber(0, 180, "notes:errors.minutes")])
    .optional(),
  skinBefore: chosen(SKIN),
  skinAfter: chosen(SKIN),
  present: z
    .array(line(80), "errors:choose")
    .max(12, "errors:choose")
    .transform((list) => [...new Set(list)])
    .default([]),
  presentOther: optionalLine(120),
  goals: pairs(GOALS, LEVELS),
  told: optionalProse(3000),
  went: optionalProse(6000),
  plan: several(PLANS),
  planWords: optionalProse(1500),
  checks: several(CHECKS),
  /** What went wrong, and what was done. */
  incident: optionalProse(3000),
  subjective: optionalProse(4000),
  objective: optionalProse(4000),
  assessment: optionalProse(4000),
  planned: optionalProse(4000),
  free: optionalProse(8000),
});
export type NoteContent = z.output<typeof NoteContent>;
export type ContentField = keyof NoteContent;
export const LIST_FIELDS = [
  "cues",
  "strokes",
  "taught",
  "present",
  "goals",
  "plan",
  "checks",
] as const satisfies readonly ContentField[];

const blank = z.literal("").transform(() => undefined);
const note = {
  noteId: id("note"),
  /** The version that was looked at; 0 for a note that is not there yet. */
  seen: wholeNumber(0, 1_000_000),
  babyId: id("baby"),
  lessonId: z.union([blank, id("lesson")]).optional(),
  template: z.enum(TEMPLATES, "errors:choose"),
  privacy: z.enum(PRIVACIES, "errors:choose"),
  content: NoteContent,
};
export const SaveNote = z.strictObject({
  ...note,
  /** Typed on its own every few seconds, pressed, or put together from two windows. */
  kind: z.enum(["auto", "save", "joined"]).default("auto"),
});
export type SaveNote = z.output<typeof SaveNote>;
export const SignNote = z.strictObject(note);
export const OneNote = z.strictObject({ noteId: id("note") });
export const DiscardNote = OneNote.extend({ seen: wholeNumber(1, 1_000_000) });
export const OneVersion = OneNote.extend({ version: wholeNumber(1, 1_000_000) });
export const StartNote = z.strictObject({
  babyId: z.union([blank, id("baby")]).optional(),
  bookingId: z.union([blank, id("booking")]).optional(),
});
/** Why a lesson needs no note. */
export const NO_NOTE_REASONS = ["talked_only", "wrong_entry", "elsewhere", "no_consent"] as const;
/** A baby in a lesson, by its booking. */
export const NotedLesson = z.strictObject({ bookingId: id("booking"), babyId: id("baby") });
export const NoNoteNeeded = NotedLesson.extend({
  reason: z.enum(NO_NOTE_REASONS, "notes:errors.noNoteReason"),
});
export const AddAddendum = OneNote.extend({
  addendumId: id("addendum"),
  words: prose(6000, "notes:errors.addendum"),
});
export const SendSummary = OneNote.extend({
  summaryId: id("summary"),
  words: prose(3000, "notes:errors.summary"),
  /** What was sent last when this was written: two people do not send over each other. */
  after: z.union([blank, id("summary")]).optional(),
});
export const OPEN_REASONS = ["cover", "safety", "complaint", "family_asked", "legal"] as const;
export const OpenClosed = OneNote.extend({
  reason: z.enum(OPEN_REASONS, "notes:errors.reason"),
});
export const SaveSnippet = z.strictObject({
  snippetId: z.union([blank, id("snippet")]).optional(),
  name: line(30, "notes:errors.snippetName"),
  words: prose(1000, "notes:errors.snippetWords"),
});
export const OneSnippet = z.strictObject({ snippetId: id("snippet") });
export const NotesOfBaby = z.strictObject({
  babyId: id("baby"),
  page: wholeNumber(1, 10_000).default(1),
});
const nth = wholeNumber(1, 10_000).default(1);
export const Incidents = z.strictObject({ page: nth });
export const Unwritten = z.strictObject({ page: nth, leftPage: nth });
