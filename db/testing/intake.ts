import { beforeAll, beforeEach } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { makeFamily } from "@/db/testing/world";
import type { Actor, LinkHolder } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { formsToFill } from "@/lib/intake/fill.read";
import { handIn, saveSection } from "@/lib/intake/fill.write";
import { planForms } from "@/lib/intake/plan";
import type { Values } from "@/lib/intake/schema";
import { inContext } from "@/lib/work/context";

/**
 * The world of the tests of forms and consents: a practice with everything, and for each test a family with a lesson. Each
 * file of tests calls for its own: a worker reads this module once for all of its files.
 */
export function intakeWorld(): void {
  db = testDatabase();
  beforeAll(async () => {
    at = await makeEverything(db.owner);
  });
  beforeEach(async () => {
    now = new Date();
    family = await makeFamily(db.owner, at.practiceId);
    bookingId = await book(1);
  });
}
export let db: ReturnType<typeof testDatabase>;
export let at: Everything;
export let now: Date;
export let family: Awaited<ReturnType<typeof makeFamily>>;
export let bookingId: string;

let lessons = 0;
/** A lesson of the family some days from now. None of a file's lessons lies on another: each is short. */
export async function book(days: number): Promise<string> {
  const lessonId = newId<"lesson">();
  const id = newId<"booking">();
  lessons += 1;
  const step = 5 * 60_000;
  const first = Math.floor(now.getTime() / step) * step;
  const startsAt = new Date(first + days * 86_400_000 + lessons * 2 * step);
  const endsAt = new Date(startsAt.getTime() + step);
  const { practiceId, practitionerId, serviceId, placeId } = at;
  await db.owner.insert(t.lessons).values({
    ...{ practiceId, id: lessonId, practitionerId, serviceId, placeId, status: "confirmed" },
    ...{ startsAt, endsAt, blockedFrom: startsAt, blockedUntil: endsAt, timeZone: "Europe/London" },
    localStart: startsAt.toISOString().slice(0, 16).replace("T", " "),
  });
  await db.owner.insert(t.bookings).values({
    ...{ practiceId, id, lessonId, clientId: family.clientId, source: "staff" },
    ...{ reference: `R${id.slice(-9)}`, priceMinor: 4800, currency: "GBP" },
  });
  await db.owner
    .insert(t.bookingBabies)
    .values({ practiceId, bookingId: id, babyId: family.babyId, clientId: family.clientId });
  return id;
}
export const plan = (id = bookingId) =>
  inContext(
    at.system,
    (tx) => planForms(tx, { practiceId: at.practiceId, bookingId: id }, now),
    "read write",
  );
export const open = async (builtin: string, actor: Actor = family.parent) =>
  (await formsToFill(actor, {})).filter((one) => one.status === "open" && one.builtin === builtin);
export const none = ["none"];
export const intakeAnswers: Record<string, Values> = {
  birth: { born_early: "yes", early_weeks: "34", hospital: "no", birth_weight: "2050" },
  health: {
    ...{ heart_lungs: none, brain: none, blood_bones: none, tummy: ["reflux"], operations: none },
    ...{ other_conditions: none, medicine: "no", specialist: "no", hip_scan: "fine" },
  },
  feeding_skin: {
    ...{ feeding: ["breast"], skin: "fine", allergies: "yes", allergy_what: "Oats" },
    family_allergies: none,
  },
  vaccines: {},
  lesson: { attend: ["parent"], goals: ["calm"] },
};
export const save = (
  assignmentId: string,
  section: string,
  values: Values,
  more = {},
  actor: Actor = family.parent,
) => saveSection(actor, { assignmentId, section, stamp: 0, tab: "tab", values, ...more } as never);
export async function fillIntake(answers = intakeAnswers): Promise<string> {
  const [form] = (await open("intake")).filter((one) => one.baby);
  for (const [section, values] of Object.entries(answers)) await save(form!.id, section, values);
  await handIn(family.parent, { assignmentId: form!.id });
  return form!.id;
}
export const refusalOf = async (work: Promise<unknown>): Promise<Refusal> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw error ?? new Error("was not refused");
  return error;
};

export const link = (subjectId: string): LinkHolder => ({
  ...{ kind: "link", link: "forms", practiceId: at.practiceId, subjectId },
});
