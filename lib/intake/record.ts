import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { formAlerts } from "@/db/schema";
import { acting } from "@/lib/accounts/elevate";
import { mergeHealth } from "@/lib/clients/health";
import { newId } from "@/lib/core/id";
import type { Day } from "@/lib/core/time";
import { type DataKey, seal, unseal } from "@/lib/work/vault";
import { keepWeeks, weeksOf } from "./birth";
import { healthOf, pressingHealth } from "./record.rules";
import type { Meaning } from "./rules";
import { AlertBody } from "./schema";

/**
 * So that the safety rules act on it at once. Answers the names of the fields that changed, and what somebody has to ask
 * about because the record says otherwise.
 */
export async function keepInRecord(
  tx: Tx,
  { practiceId, babyId, ...days }: { practiceId: string; babyId: string; bornOn: Day; on: Day },
  meaning: Meaning,
): Promise<{ fields: string[]; flags: Meaning["flags"] }> {
  const baby = { practiceId, babyId };
  const fields = await mergeHealth(tx, baby, (known) => healthOf(meaning, days, known), "family");
  const weeks = await keepWeeks(tx, baby, weeksOf(meaning.record));
  return {
    fields: [...fields, ...weeks.fields],
    flags: weeks.differs ? [{ question: "born_early", answer: "any", flag: "look" }] : [],
  };
}

/** Somebody may close the page to make the call: what keeps the hands off today is kept with the alert. */
export const keepPressing = (
  tx: Tx,
  { on, ...baby }: { practiceId: string; babyId: string; on: Day },
  meaning: Meaning,
): Promise<string[]> => mergeHealth(tx, baby, pressingHealth(meaning, on), "family");

export const alertWhere = (id: string) => ({ table: "form_alerts", column: "body", id });
export const decisionWhere = (id: string) => ({ table: "form_alerts", column: "decision", id });

type AlertOf = {
  practiceId: string;
  assignmentId: string;
  clientId: string;
  babyId: string | null;
  bookingId: string | null;
};

export const flagsIn = (key: DataKey, id: string, body: Buffer): AlertBody["flags"] =>
  AlertBody.parse(JSON.parse(unseal(key, alertWhere(id), body))).flags;

/**
 * At most one open alert per form, with everything that its answers raise; none where somebody decided about all of that
 * already. The family may add none by itself: it is raised in the practice's own name.
 */
export async function raiseAlert(
  tx: Tx,
  key: DataKey,
  of: AlertOf,
  flags: AlertBody["flags"],
  now: Date,
): Promise<void> {
  const id = newId<"form_alert">();
  const { practiceId, assignmentId } = of;
  await acting(tx, { actor: "system", practiceId }, async () => {
    const ofForm = and(
      eq(formAlerts.practiceId, practiceId),
      eq(formAlerts.assignmentId, assignmentId),
    );
    // A newer look at the same form takes the place of one that nobody has answered yet.
    await tx.delete(formAlerts).where(and(ofForm, isNull(formAlerts.acknowledgedAt)));
    const decided = await tx
      .select({ id: formAlerts.id, body: formAlerts.body })
      .from(formAlerts)
      .where(ofForm);
    const known = new Set(
      decided.flatMap((alert) => flagsIn(key, alert.id, alert.body)).map(nameOf),
    );
    if (flags.every((flag) => known.has(nameOf(flag)))) return;
    await tx.insert(formAlerts).values({
      ...{ ...of, id, raisedAt: now },
      body: seal(key, alertWhere(id), JSON.stringify({ flags })),
    });
  });
}

const nameOf = ({ question, answer, flag }: AlertBody["flags"][number]): string =>
  [question, answer, flag].join(" ");
