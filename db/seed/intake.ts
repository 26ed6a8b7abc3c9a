import { and, eq } from "drizzle-orm";
import { newId } from "@/lib/core/id";
import { addDays, type Day } from "@/lib/core/time";
import { sealAnswers } from "@/lib/intake/assignment";
import { assign, ensureBuiltins, newestVersions } from "@/lib/intake/plan";
import { alertWhere } from "@/lib/intake/record";
import { meaningOf, partOf } from "@/lib/intake/rules";
import { type Builtin, CONSENT_KINDS, type ConsentKind, type Values } from "@/lib/intake/schema";
import { consentText, sha256 } from "@/lib/intake/words";
import { seal } from "@/lib/work/vault";
import type { Tx } from "../client";
import * as t from "../schema";
import { instantAt, type SeededFamily } from "./families";
import type { SeededPractice } from "./people";

const nothing = Object.fromEntries(
  ["heart_lungs", "brain", "blood_bones", "operations", "other_conditions"].map((id) => [
    id,
    ["none"],
  ]),
);
const milas: Values = {
  born_early: "yes",
  early_weeks: "33",
  birth_days: "4",
  birth_story: "Mila came early, at 33 weeks. We were in hospital for three weeks.",
  birth_weight: "2050",
  hospital: "yes",
  hospital_why: "Three weeks after the birth, to feed and grow.",
  ...nothing,
  tummy: ["reflux"],
  medicine: "no",
  specialist: "no",
  hip_scan: "fine",
  feeding: ["breast", "expressed"],
  feed_times: "Every three hours, last feed at seven",
  skin: "fine",
  allergies: "yes",
  allergy_what: "Nut oils gave her a rash",
  family_allergies: ["nuts"],
  attend: ["parent", "partner"],
  goals: ["calm", "bedtime", "bonding"],
};
const anas: Values = { wellbeing: "tired", wellbeing_more: "A calm hour would do us good." };
const adas: Values = {
  red_flags: ["none"],
  ill: ["none"],
  body: ["none"],
  vaccinated: "yes",
  you_well: "yes",
  changes: ["none"],
};

/** Forms in three states: Ana's are done and signed, another family has begun, and one answer is to be looked at. */
export async function seedIntake(
  tx: Tx,
  practice: SeededPractice,
  families: Map<string, SeededFamily>,
  today: Day,
  now: Date,
): Promise<void> {
  const { practiceId } = practice;
  await ensureBuiltins(tx, practiceId, now);
  const versions = await newestVersions(tx, practiceId);
  const version = (builtin: Builtin) => {
    const found = versions.find((one) => one.definition.builtin === builtin);
    if (!found) throw new Error(`no form ${builtin}`);
    return found;
  };
  const family = (baby: string) => {
    const found = families.get(baby);
    if (!found) throw new Error(`no demo family of ${baby}`);
    return found;
  };
  const seatOf = async (one: SeededFamily) => {
    const [seat] = await tx
      .select({ bookingId: t.bookings.id, startsAt: t.lessons.startsAt })
      .from(t.bookings)
      .innerJoin(
        t.lessons,
        and(eq(t.lessons.practiceId, t.bookings.practiceId), eq(t.lessons.id, t.bookings.lessonId)),
      )
      .where(and(eq(t.bookings.practiceId, practiceId), eq(t.bookings.clientId, one.clientId)))
      .orderBy(t.lessons.startsAt)
      .limit(1);
    const startsAt = seat?.startsAt ?? now;
    return { clientId: one.clientId, bookingId: seat?.bookingId ?? null, startsAt };
  };
  const ask = async (baby: string, builtin: Builtin) => {
    const one = family(baby);
    await assign(tx, practiceId, version(builtin), await seatOf(one), now);
    return tx
      .select()
      .from(t.formAssignments)
      .where(
        and(
          eq(t.formAssignments.practiceId, practiceId),
          eq(t.formAssignments.clientId, one.clientId),
          eq(t.formAssignments.formVersionId, version(builtin).id),
        ),
      );
  };
  type Row = typeof t.formAssignments.$inferSelect;
  const fill = async (row: Row, baby: string, builtin: Builtin, values: Values, on: Day | null) => {
    const one = family(baby);
    const sections = partOf(version(builtin).definition, row.guardianId ? "each" : "family");
    const id = newId<"form_answers">();
    const doneAt = on && instantAt(on, "20:10", practice.timeZone);
    const seen = on ? sections.map((section) => section.id) : [sections[0]?.id ?? ""];
    await tx.insert(t.formAnswers).values({
      ...{ practiceId, id, assignmentId: row.id, clientId: one.clientId, handedInAt: doneAt },
      guardianId: row.guardianId,
      body: sealAnswers(one.dataKey, id, 1, { values, stamps: {}, seen }),
    });
    await tx
      .update(t.formAssignments)
      .set({
        startedAt: doneAt ?? now,
        ...(doneAt && { status: "done", doneAt, doneByGuardianId: one.guardianIds[0] }),
      })
      .where(and(eq(t.formAssignments.practiceId, practiceId), eq(t.formAssignments.id, row.id)));
    const { flags } = meaningOf(sections, values);
    if (!doneAt || flags.length === 0 || baby === "Mila") return;
    const alertId = newId<"form_alert">();
    await tx.insert(t.formAlerts).values({
      ...{ practiceId, id: alertId, clientId: one.clientId, babyId: row.babyId },
      ...{ assignmentId: row.id, bookingId: row.bookingId, raisedAt: doneAt },
      body: seal(one.dataKey, alertWhere(alertId), JSON.stringify({ flags })),
    });
  };
  const past = addDays(today, -15);
  for (const row of await ask("Mila", "intake"))
    await fill(row, "Mila", "intake", row.guardianId ? anas : milas, past);
  await consent(tx, practice, family("Mila"), past);
  const [begun] = await ask("Theo", "intake");
  if (begun) await fill(begun, "Theo", "intake", { hospital: "no" }, null);
  const vaccinated = { ...adas, vaccinated_on: addDays(today, -1) };
  for (const row of await ask("Ada", "health_check"))
    await fill(row, "Ada", "health_check", vaccinated, addDays(today, -1));
  // Her second lesson's check waits, with what she told in the intake to be confirmed.
  await ask("Mila", "health_check");
}

const answers: Record<ConsentKind, "given" | "declined"> = {
  teaching: "given",
  health_data: "given",
  share_with_doctor: "given",
  report_back: "given",
  photo_video: "declined",
  reminders: "given",
};

async function consent(tx: Tx, practice: SeededPractice, family: SeededFamily, on: Day) {
  const { practiceId } = practice;
  const [guardianId] = family.guardianIds;
  if (!guardianId) throw new Error("a demo family has a guardian");
  const [row] = await tx
    .select({ name: t.practices.name })
    .from(t.practices)
    .where(eq(t.practices.practiceId, practiceId));
  const signature = { typedName: family.guardian, relation: "Mother", address: "", userAgent: "" };
  for (const kind of CONSENT_KINDS) {
    const { title, text, version } = consentText(kind, row?.name ?? "", "en-GB");
    const shown = `${title}\n${text}`;
    const id = newId<"consent">();
    await tx.insert(t.consents).values({
      ...{ practiceId, id, clientId: family.clientId, guardianId, kind, answer: answers[kind] },
      ...{ textVersion: version, locale: "en-GB", shown, textSha256: sha256(shown) },
      ...{ method: "account", signedAt: instantAt(on, "20:20", practice.timeZone) },
      signature: seal(
        family.dataKey,
        { table: "consents", column: "signature", id },
        JSON.stringify(signature),
      ),
    });
  }
}
