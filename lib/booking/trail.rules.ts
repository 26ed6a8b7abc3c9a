import type { Actor } from "@/lib/core/actor";
import { UNDO_MS } from "./change.rules";

/** An audit row of a booking or its lesson, as booking_trail() gives it. */
export type AuditRow = {
  seq: number;
  at: Date;
  actorKind: Actor["kind"];
  actorName: string | null;
  operation: string;
  detail: Record<string, unknown>;
};

export type TrailKind =
  | "held"
  | "asked"
  | "booked"
  | "moved"
  | "confirmed"
  | "approved"
  | "declined"
  | "unanswered"
  | "arrived"
  | "completed"
  | "no_show"
  | "undone"
  | "cancelled"
  | "bereavement"
  | "restored"
  | "taken_back"
  | "told";

/** One thing that happened, ready to be put into words. */
export type TrailEntry = {
  seq: number;
  at: Date;
  kind: TrailKind;
  by: { kind: Actor["kind"]; name: string | null };
  from: Date | null;
  to: Date | null;
  /** Names of reasons and rules: "ill", "late", "on top: together". Never a word that somebody typed. */
  reason: string | null;
  rule: string | null;
  onTop: string | null;
  outside: string | null;
  limits: string | null;
  feeMinor: number;
  told: string | null;
  /** Who gives it since then, when it went to a colleague. */
  practitioner: { id: string; name: string | null } | null;
  /** How long it is since then, when a change made it longer or shorter. */
  minutes?: number;
};

const kinds: Record<string, TrailKind> = {
  "booking.hold": "held",
  "booking.book": "booked",
  "booking.book_by_staff": "booked",
  "booking.move_own": "moved",
  "booking.move_by_staff": "moved",
  "booking.confirm_own": "confirmed",
  "booking.approve": "approved",
  "booking.decline": "declined",
  "booking.give_up": "unanswered",
  "booking.mark_arrived": "arrived",
  "booking.complete": "completed",
  "booking.no_show": "no_show",
  "booking.undo_outcome": "undone",
  "booking.cancel_by_staff": "cancelled",
  "booking.cancel_own": "cancelled",
  "booking.mourn_own": "bereavement",
  "booking.mourn_by_staff": "bereavement",
  "booking.restore": "restored",
  "booking.take_back": "taken_back",
  "messaging.queue_booking": "told",
  "messaging.queue_request": "told",
};

const text = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;
const person = (value: unknown) => (text(value) ? { id: String(value), name: null } : null);
const whole = (value: unknown): number => (typeof value === "number" ? value : 0);
const instant = (value: unknown): Date | null => {
  const at = typeof value === "string" && value.includes("T") ? new Date(value) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
};

function entryOf({
  seq,
  at,
  actorKind,
  actorName,
  operation,
  detail,
}: AuditRow): TrailEntry | null {
  const known = kinds[operation];
  if (!known || detail.released !== undefined || detail.givenUp === false) return null;
  if (known === "told" && whole(detail.queued) === 0) return null;
  const rule = text(detail.rule);
  const kind =
    known === "booked" && detail.requested === true
      ? "asked"
      : known === "cancelled" && rule === "bereavement"
        ? "bereavement"
        : known;
  return {
    seq,
    at,
    kind,
    by: { kind: actorKind, name: actorName },
    from: instant(detail.from),
    to: instant(detail.to) ?? (known === "booked" ? instant(detail.startsAt) : null),
    reason: text(detail.reason),
    rule,
    onTop: text(detail.onTop),
    outside: text(detail.outside),
    limits: text(detail.limits),
    feeMinor: whole(detail.feeMinor),
    told: known === "told" ? text(detail.event) : null,
    practitioner: known === "moved" ? person(detail.toPractitioner) : null,
    ...(known === "moved" && whole(detail.minutes) > 0 && { minutes: whole(detail.minutes) }),
  };
}

/** For staff: everything, one line for each thing that happened, though a command may write down two subjects. */
export function staffTrail(rows: readonly AuditRow[]): TrailEntry[] {
  const found: TrailEntry[] = [];
  for (const row of rows) {
    const entry = entryOf(row);
    if (!entry) continue;
    const before = found.at(-1);
    const twin =
      before?.kind === entry.kind && before.at.getTime() === entry.at.getTime() ? before : null;
    if (!twin) found.push(entry);
    // The lesson's row has why it lies where it lies, the booking's has the rest.
    else {
      twin.from ??= entry.from;
      twin.to ??= entry.to;
      twin.reason ??= entry.reason;
      twin.rule ??= entry.rule;
      twin.onTop ??= entry.onTop;
      twin.outside ??= entry.outside;
      twin.limits ??= entry.limits;
      twin.practitioner ??= entry.practitioner;
    }
  }
  return found;
}

const forFamilies: readonly TrailKind[] = [
  "asked",
  "booked",
  "moved",
  "confirmed",
  "approved",
  "declined",
  "unanswered",
  "cancelled",
];

const isStaffMove = ({ operation }: AuditRow): boolean => operation === "booking.move_by_staff";

/** Whether moves by staff, one after the other, end where they began: at the same start, as long, and with whom it was. */
function cameBack(moves: readonly AuditRow[]): boolean {
  const [first, last] = [moves[0]?.detail, moves.at(-1)?.detail];
  const handed = moves.flatMap(({ detail }) => (text(detail.toPractitioner) ? [detail] : []));
  return (
    text(first?.from) === text(last?.to) &&
    whole(first?.fromMinutes) === (whole(last?.minutes) || whole(last?.fromMinutes)) &&
    text(handed[0]?.fromPractitioner) === text(handed.at(-1)?.toPractitioner)
  );
}

/** What happened, without what staff moved and moved back again before anybody was told or did anything else. */
function settledRows(rows: readonly AuditRow[]): AuditRow[] {
  const kept: AuditRow[] = [];
  for (const row of rows) {
    if (!entryOf(row)) continue;
    kept.push(row);
    const since = kept.findLastIndex((one) => !isStaffMove(one)) + 1;
    const back = kept.findIndex((_, i) => i >= since && cameBack(kept.slice(i)));
    if (back !== -1) kept.length = back;
  }
  return kept;
}

/**
 * Of a request: whether staff put it where it is, whether that is news to the family, which knows what it asked for and
 * what it was told, and whether it went to a colleague by that.
 */
export function askedFor(rows: readonly AuditRow[]) {
  const all = settledRows(rows);
  const movedSince = (known: (row: AuditRow) => boolean) =>
    all.slice(all.findLastIndex(known) + 1).filter(isStaffMove);
  const own = ({ operation }: AuditRow) =>
    operation === "booking.book" || operation === "booking.move_own";
  const news = movedSince((row) => own(row) || entryOf(row)?.kind === "told");
  return {
    byStaff: movedSince(own).length > 0,
    news: news.length > 0,
    handed: news.some(({ detail }) => text(detail.toPractitioner) !== null),
  };
}

/**
 * For the family: what became of its lesson, without who of the practice did it, what happened inside the practice, or
 * what was taken back before anybody told them.
 */
export function familyTrail(rows: readonly AuditRow[]): TrailEntry[] {
  const all = staffTrail(settledRows(rows)).filter(isNews);
  // What was cancelled or taken back, and then brought back, is as if it had never been.
  const undone = (i: number) => all[i + 1]?.kind === "restored";
  const standing = all.filter(({ kind }, i) => kind !== "restored" && !undone(i));
  return standing
    .filter((_, i) => standing[i + 1]?.kind !== "taken_back")
    .filter(({ kind }) => forFamilies.includes(kind))
    .map((entry) => ({
      ...entry,
      by: { kind: entry.by.kind, name: null },
      outside: null,
      limits: null,
      onTop: null,
      reason: entry.by.kind === "staff" ? null : entry.reason,
    }));
}

/**
 * What a family's page may say of a lesson that stands: that its time is a new one, and that a mail with it left, which
 * waits a while after staff changed something. `known` is whether what the family was told is what is.
 */
export function headlineOf(
  trail: readonly TrailEntry[],
  known: boolean,
): { moved: boolean; mailed: boolean } {
  const made = trail.findLast(({ kind }) =>
    ["asked", "booked", "approved", "moved"].includes(kind),
  );
  return { moved: made?.kind === "moved", mailed: known || trail.at(-1)?.by.kind !== "staff" };
}
const isNews = ({ kind }: TrailEntry): boolean => kind !== "told";

/** The newest thing that happened to it, leaving out who was told. */
export const lastNews = (trail: readonly TrailEntry[]): TrailEntry | undefined =>
  trail.findLast(isNews);

export type TakenBack = { what: "booked" | "approved" | "declined"; until: Date };

/** The newest thing that happened, where staff may take it back: nobody outside was told of it yet (feature e2). */
export function undoable(trail: readonly TrailEntry[], now: Date): TakenBack | null {
  const last = lastNews(trail);
  if (last?.by.kind !== "staff") return null;
  const { kind: what, at } = last;
  if (what !== "booked" && what !== "approved" && what !== "declined") return null;
  const until = new Date(at.getTime() + UNDO_MS);
  return until > now ? { what, until } : null;
}

/** When a family is told of a lesson that staff booked or said yes to and changed meanwhile: then once, of how it is. */
export function toldAt(trail: readonly TrailEntry[], now: Date): Date | null {
  const made = trail.findLast(
    ({ kind, by }) => by.kind === "staff" && (kind === "booked" || kind === "approved"),
  );
  if (!made || trail.some(({ kind, at }) => kind === "told" && at >= made.at)) return null;
  // Whatever staff do next puts off what waits.
  const last = trail.findLast(({ kind, by }) => by.kind === "staff" && puttingOff.includes(kind));
  const until = new Date((last ?? made).at.getTime() + UNDO_MS);
  return until > now ? until : null;
}
const puttingOff: readonly TrailKind[] = ["booked", "approved", "moved", "restored"];

/**
 * Booked by staff, and the family has not heard of it (familyHeard): cancelled now, it never was for them. However long
 * ago it was booked; one that began stays as it was, unless it was booked this very moment.
 */
export const isUntold = (
  { source, heard, startsAt }: { source: string; heard: boolean; startsAt: Date },
  trail: readonly TrailEntry[],
  now: Date,
): boolean => source === "staff" && !heard && (startsAt > now || toldAt(trail, now) !== null);
