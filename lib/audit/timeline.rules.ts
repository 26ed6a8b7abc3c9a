import { z } from "zod";
import { id } from "@/lib/core/id";

/** What may be on the timeline of a baby, and under which filter it is found. */
export const KINDS = {
  lesson_booked: "lessons",
  lesson_moved: "lessons",
  lesson_arrived: "lessons",
  lesson_came: "lessons",
  lesson_missed: "lessons",
  lesson_cancelled: "lessons",
  note_signed: "notes",
  note_added: "notes",
  summary_sent: "notes",
  measured: "growth",
  measurement_voided: "growth",
  growth_shared: "growth",
  routine_assigned: "routine",
  routine_ended: "routine",
  practised: "routine",
  form_done: "forms",
  consent: "forms",
  alert_raised: "forms",
  alert_decided: "forms",
  care_changed: "forms",
  file_added: "files",
  file_removed: "files",
  referral: "referrals",
  letter_sent: "referrals",
  message: "messages",
  records_joined: "record",
  records_parted: "record",
  exported: "record",
} as const satisfies Record<string, string>;
export type TimelineKind = keyof typeof KINDS;
export type TimelineGroup = (typeof KINDS)[TimelineKind];

export const GROUPS = [
  "lessons",
  "notes",
  "growth",
  "routine",
  "forms",
  "files",
  "referrals",
  "messages",
  "record",
] as const satisfies readonly TimelineGroup[];

// What the front desk has no need of (docs/decisions/0005): its rows would be hidden anyway, its filter as well.
const clinicalKinds: readonly TimelineKind[] = [
  "alert_raised",
  "alert_decided",
  "care_changed",
  "letter_sent",
  "exported",
];
const clinicalGroups: readonly TimelineGroup[] = ["notes", "growth", "routine", "files"];
export const groupsFor = (clinician: boolean): TimelineGroup[] =>
  GROUPS.filter((group) => clinician || !clinicalGroups.includes(group));

/** The kinds that a reader may see under a filter; all of them without one. */
export function kindsFor(group: TimelineGroup | undefined, clinician: boolean): TimelineKind[] {
  const groups = groupsFor(clinician);
  return (Object.keys(KINDS) as TimelineKind[]).filter(
    (kind) =>
      groups.includes(KINDS[kind]) &&
      (!group || KINDS[kind] === group) &&
      (clinician || !clinicalKinds.includes(kind)),
  );
}

/** The last item of a page. Items are ordered by time, then kind, then id, the newest first. */
export type Cursor = { at: number; kind: TimelineKind; id: string };

export const cursorText = ({ at, kind, id: item }: { at: Date; kind: string; id: string }) =>
  `${at.getTime()}~${kind}~${item}`;

export function readCursor(text: string): Cursor | null {
  const [at = "", kind = "", item = ""] = text.split("~");
  const known = (Object.keys(KINDS) as TimelineKind[]).find((one) => one === kind);
  const fits = /^\d{1,14}$/.test(at) && /^[0-9a-f-]{1,36}$/.test(item);
  return known && fits ? { at: Number(at), kind: known, id: item } : null;
}

export const TimelineQuestion = z.strictObject({
  babyId: id("baby"),
  show: z.enum(GROUPS).optional().catch(undefined),
  before: z.string().max(80).optional().catch(undefined),
});
