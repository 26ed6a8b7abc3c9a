import type { HealthGiven } from "@/lib/clients/schema";
import type { Day, Zone } from "@/lib/core/time";
import { addDays, dayOfWeek, daysBetween, startOfDay, today, toInstant } from "@/lib/core/time";
import type { FindingId } from "@/lib/safety/schema";
import type { LetterWanted, Precaution, Priority, ReferralDetails } from "./schema";

export const REFERRAL_STATUSES = [
  "unconfirmed",
  "waiting",
  "accepted",
  "booked",
  "declined",
  "withdrawn",
  "expired",
] as const;
export type ReferralStatus = (typeof REFERRAL_STATUSES)[number];

/** Every legal move; what is not here is refused. A cancelled lesson leads back to "accepted": the family chooses again. */
const MOVES: Record<ReferralStatus, readonly ReferralStatus[]> = {
  unconfirmed: ["waiting", "expired"],
  waiting: ["accepted", "declined", "withdrawn"],
  accepted: ["booked", "withdrawn"],
  booked: ["accepted"],
  declined: [],
  withdrawn: [],
  expired: [],
};

export const canMove = (from: ReferralStatus, to: ReferralStatus): boolean =>
  MOVES[from].includes(to);

/** From where a move may start: the condition of its compare-and-set. */
export const movesInto = (to: ReferralStatus): ReferralStatus[] =>
  REFERRAL_STATUSES.filter((from) => canMove(from, to));

export const CONFIRM_HOURS = 24;
export const DOCTOR_LINK_DAYS = 180;
export const FAMILY_LINK_DAYS = 60;
const HOUR = 3_600_000;

export const hoursAfter = (at: Date, hours: number): Date => new Date(at.getTime() + hours * HOUR);

const WORKING_DAYS: Record<Priority, number> = { routine: 3, soon: 1 };

/** 5 pm where the practice is, one or three working days after the doctor's address was proved. */
export function answerDue(now: Date, priority: Priority, zone: Zone): Date {
  let due: Day = today(now, zone);
  for (let left = WORKING_DAYS[priority]; left > 0; ) {
    due = addDays(due, 1);
    if (dayOfWeek(due) <= 5) left -= 1;
  }
  const at = toInstant(due, "17:00", zone);
  return at.kind === "gap" ? hoursAfter(startOfDay(due, zone), 17) : at.instant;
}

/** What the practice is reminded of: a letter after the first lesson, unless the doctor wants none or only at the end. */
export const wantsFirst = (wanted: LetterWanted): boolean =>
  wanted === "unsaid" || wanted === "first" || wanted === "both";
export const wantsEnd = (wanted: LetterWanted): boolean => wanted === "end" || wanted === "both";

export type Due = "overdue" | "today" | "tomorrow" | "later";
export function dueState(due: Date, now: Date, zone: Zone): Due {
  if (due.getTime() < now.getTime()) return "overdue";
  const days = daysBetween(today(now, zone), today(due, zone));
  return days === 0 ? "today" : days === 1 ? "tomorrow" : "later";
}

const FINDINGS_OF: Record<Precaution, readonly FindingId[]> = {
  reflux: ["reflux"],
  hip_harness: ["pavlik_harness"],
  hip_dysplasia: ["ddh"],
  heart: ["heart_condition"],
  breathing: ["apnoea", "oxygen"],
  seizures: ["seizures"],
  feeding_tube: ["gastrostomy", "ng_tube"],
  line_or_shunt: ["central_line", "vp_shunt"],
  recent_surgery: ["abdominal_surgery", "recent_surgery_limb"],
  hernia: ["hernia"],
  muscle_tone: ["muscle_tone"],
  skin: ["eczema_dry"],
  nut_allergy: ["nut_allergy"],
  medicine: ["medicine"],
};

/** For the safety rules. A precaution that may be one of two findings counts as both until a practitioner has asked. */
export function findingsOf(details: Pick<ReferralDetails, "precautions" | "reasons">): FindingId[] {
  const named: FindingId[] = details.precautions.flatMap((one) => FINDINGS_OF[one]);
  if (details.reasons.includes("down_syndrome")) named.push("down_syndrome");
  if (details.reasons.includes("nas")) named.push("nas");
  if (details.reasons.includes("cp_risk_or_tone")) named.push("muscle_tone");
  return [...new Set(named)];
}

/** What goes to the baby's record of what the doctor wrote, besides name and birth. */
export function healthOf(details: ReferralDetails, doctorName: string): HealthGiven {
  const { care, allowed, attestedOn, baby } = details;
  const takeCare = [care, allowed?.words].filter(Boolean).join("\n") || undefined;
  const { kind = "unsaid", parts = [], positions = [] } = allowed ?? {};
  return {
    allergies: [],
    conditions: [],
    takeCare,
    findings: findingsOf(details),
    ...(baby.birthGrams !== undefined && { birthGrams: baby.birthGrams }),
    ...(kind !== "unsaid" && {
      allowed: [{ kind, parts, positions, by: doctorName, on: attestedOn }],
    }),
  };
}

/** What a doctor wrote for a clinician, who alone reads it: why, what to take care with, what may be taught. */
export function clinicalOf({ baby, ...details }: ReferralDetails) {
  const { reasons, precautions, care, allowed, attestedOn } = details;
  return { reasons, precautions, care, allowed, attestedOn, birthGrams: baby.birthGrams };
}

/** What everybody of the practice needs of it, to call the family and to book: who they are, never what the baby has. */
export function contactOf({ baby, parent, offered = [] }: ReferralDetails) {
  const { name, bornOn, gestationDays, gestationUnknown = false, sex } = baby;
  return { baby: { name, bornOn, gestationDays, gestationUnknown, sex }, parent, offered };
}

/** How much a doctor asks to take care with: all of it that the front desk learns (docs/decisions/0005). */
export const careCount = ({ precautions, care, allowed }: ReferralDetails): number =>
  precautions.length +
  (care ? 1 : 0) +
  (allowed?.words || allowed?.kind === "some" || allowed?.kind === "still" ? 1 : 0);

/** All that a page behind a link may show of a baby: "Z. B." */
export const initialsOf = (name: string): string => {
  const words = name.split(/[\s-]+/).filter((word) => /\p{L}/u.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => `${[...(word ?? "")][0]?.toLocaleUpperCase()}.`).join(" ");
};

/** Doctors write "Zuri Bekele", families say "Zuri": the parent's own last name is left off. */
export function firstNameOf(babyName: string, parentName: string): string {
  const words = babyName.split(/\s+/);
  const same = words.at(-1)?.toLowerCase() === parentName.split(/\s+/).at(-1)?.toLowerCase();
  return words.length > 1 && same ? words.slice(0, -1).join(" ") : babyName;
}

/** "h•••@example.com": enough for the owner of the address to know it. */
export const maskEmail = (address: string): string =>
  address.replace(/^(.)[^@]*@/, (_, first: string) => `${first}•••@`);

/** One mailbox is one sender, whatever is put behind a plus. */
export const mailboxOf = (address: string): string =>
  address.toLowerCase().replace(/\+[^@]*(?=@)/, "");

export type ReferralEventKind =
  | "sent"
  | "email_confirmed"
  | "accepted"
  | "declined"
  | "booked"
  | "moved"
  | "cancelled"
  | "completed"
  | "no_show"
  | "withdrawn"
  | "expired"
  | "forwarded";
export type ReferralEvent = { kind: ReferralEventKind; at: Date };

export type Step = {
  key: "sent" | "confirmed" | "answered" | "booked";
  state: "done" | "now" | "later" | "ended";
  at: Date | null;
};

/** The four steps a doctor follows. "ended" is where it stopped: declined, withdrawn or run out. */
export function stepsOf(status: ReferralStatus, events: readonly ReferralEvent[]): Step[] {
  const when = (...kinds: ReferralEventKind[]): Date | null =>
    events.findLast((event) => kinds.includes(event.kind))?.at ?? null;
  const at = {
    sent: when("sent"),
    confirmed: when("email_confirmed"),
    answered: when("accepted", "declined"),
    booked: status === "booked" ? when("booked", "moved") : null,
  };
  const keys = ["sent", "confirmed", "answered", "booked"] as const;
  const over = status === "declined" || status === "withdrawn" || status === "expired";
  const declined = status === "declined";
  const open = keys.findIndex((key) => at[key] === null);
  return keys.map((key, index): Step => {
    if (declined && key === "answered") return { key, state: "ended", at: at.answered };
    if (at[key]) return { key, state: "done", at: at[key] };
    if (over && !declined && index === open)
      return { key, state: "ended", at: when("withdrawn", "expired") };
    return { key, state: !over && index === open ? "now" : "later", at: null };
  });
}

/** Where the links in mails lead: the doctor proves the address, the doctor follows, the family chooses a time. */
export const confirmPath = (secret: string): string => `/referral/confirm/${secret}`;
export const trackPath = (secret: string): string => `/referral/${secret}`;
export const familyPath = (secret: string): string => `/referral/${secret}/choose`;
/** The cookie that carries the family's link from its page to the booking page. */
export const FAMILY_COOKIE = "referral";
