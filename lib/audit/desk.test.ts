import { beforeAll, expect, test } from "vitest";
import { canary } from "@/db/testing/canary";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { example } from "@/db/testing/inputs";
import { referralForm, referralWorld } from "@/db/testing/referrals";
import type { Staff } from "@/lib/core/actor";
import { referralDetail } from "@/lib/referrals/read";
import { INBOX_TABS } from "@/lib/referrals/schema";
import { acceptReferral, declineReferral } from "@/lib/referrals/write";
import { allOperations } from "@/lib/work/registry";

// Every query that the front desk may call is asked for referrals whose clinical words are known, and for the families
// that came of them. None of the words is in an answer: they never leave the server (docs/decisions/0005).
const modules = import.meta.glob<object>([
  "../*/{read,write}*.ts",
  "../*/*.{read,write}.ts",
  "!../*/*.test.ts",
]);
await Promise.all(Object.values(modules).map((load) => load()));

const db = testDatabase();
let at: Everything;
let waiting: string;
let declined: string;
let accepted: { referralId: string; clientId: string; babyId: string };
const { sendConfirmed } = referralWorld(db, () => at);

const WORDS = [
  ...["nas", "cp_risk_or_tone", "perinatal_mental_health", "medical_review_first"],
  ...["seizures", "hernia", "muscle_tone", "worry", 1560],
].map((word) => JSON.stringify(word));
const clinical = () =>
  sendConfirmed({
    baby: { ...referralForm("x").baby, birthWeight: { kg: "1560" } },
    reasons: ["nas", "cp_risk_or_tone"],
    precautions: ["seizures", "hernia"],
    care: canary("care"),
    allowed: { kind: "still", words: canary("allowed") },
    letter: "worry",
    doctor: {
      ...referralForm("x").doctor,
      role: "perinatal_mental_health",
    },
  });

beforeAll(async () => {
  at = await makeEverything(db.owner);
  waiting = await clinical();
  declined = await clinical();
  await declineReferral(at.staff(), {
    ...{ referralId: declined, reason: "medical_review_first", note: canary("decline") },
  });
  const referralId = await clinical();
  accepted = { referralId, ...(await acceptReferral(at.staff(), { referralId })) };
}, 60_000);

/** Every query the actor may call, asked once for each referral and each tab, with what it answers. */
async function answers(actor: Staff): Promise<[name: string, answer: string][]> {
  const told: [string, string][] = [];
  for (const referralId of [waiting, declined, accepted.referralId])
    for (const tab of INBOX_TABS) {
      const hint = (name: string): unknown => {
        const known: Record<string, unknown> = {
          ...{ ...accepted, referralId, tab, page: 1, locale: "en-GB" },
          ...{ practitionerId: at.practitionerId, serviceId: at.serviceId, placeId: at.placeId },
          ...{ lessonId: at.lessonId, bookingId: at.bookingId, fileId: at.fileId },
          ...{ assignmentId: at.assignmentId, baby: accepted.babyId, service: at.serviceId },
          ...{ day: "2027-01-11", from: "2026-01-11", until: "2027-12-12", to: "2027-12-12" },
        };
        return known[name] ?? (/Id$/.test(name) ? at.lessonId : undefined);
      };
      for (const { kind, name, input, allow, call } of allOperations()) {
        if (kind !== "query" || name.startsWith("test.") || !allow(actor)) continue;
        // "tab" is a name that other queries have other values for.
        const asked = example(input, hint) as object;
        if (name === "referrals.inbox") Object.assign(asked, { tab });
        const answer = await call(actor, asked).catch(() => undefined);
        if (answer !== undefined)
          told.push([name, JSON.stringify(answer, (_, of) => (of instanceof Map ? [...of] : of))]);
      }
    }
  return told;
}
const leaks = (told: [name: string, answer: string][]) =>
  [
    ...new Set(
      told.flatMap(([name, answer]) =>
        [...WORDS, "Zzphi"]
          .filter((word) => answer.includes(word))
          .map((word) => `${name}: ${word}`),
      ),
    ),
  ].sort();

test("a clinician's answers hold the words: there is something to find", async () => {
  const told = await answers(at.staff("owner"));
  const found = leaks(told).join("\n");
  for (const name of ["referrals.inbox", "referrals.detail", "clients.baby"])
    expect(found).toContain(name);
  expect(told.filter(([, answer]) => answer.includes("Zzphi decline q"))).not.toEqual([]);
});

test("the front desk's hold none", async () => {
  const told = await answers(at.staff("front_desk"));
  const names = new Set(told.map(([name]) => name));
  for (const name of ["referrals.inbox", "referrals.detail", "referrals.waiting"])
    expect(names).toContain(name);
  expect(names.size).toBeGreaterThan(20);
  expect(leaks(told)).toEqual([]);
  const { careCount } = await referralDetail(at.staff("front_desk"), { referralId: waiting });
  expect(careCount).toBe(4);
});
