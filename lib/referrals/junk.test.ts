import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import {
  born,
  holder,
  referralForm,
  referralWorld,
  refusal,
  visitor,
} from "@/db/testing/referrals";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { allOperations } from "@/lib/work/registry";
import { referralTargets } from "./read";
import type { SendReferralInput } from "./schema";
import { sendReferral } from "./write";

const db = testDatabase();
let at: TestPractice;
let other: TestPractice;
const { countAll } = referralWorld(db, () => at);

beforeAll(async () => {
  at = await makePractice(db.owner);
  other = await makePractice(db.owner, "America/New_York");
});

describe("junk", () => {
  const long = "x".repeat(10_000);
  const cases: [string, (input: SendReferralInput) => unknown, string][] = [
    [
      "a name of 10,000 characters",
      (i) => ({ ...i, baby: { ...i.baby, name: long } }),
      "baby.name",
    ],
    ["care of 10,000 characters", (i) => ({ ...i, care: long }), "care"],
    ["a NUL byte", (i) => ({ ...i, parent: { ...i.parent, name: "A\0B" } }), "parent.name"],
    [
      "text that turns its direction",
      (i) => ({ ...i, parent: { ...i.parent, name: "A\u202eB" } }),
      "parent.name",
    ],
    ["a number for a name", (i) => ({ ...i, doctor: { ...i.doctor, name: 7 } }), "doctor.name"],
    ["a list for a name", (i) => ({ ...i, baby: { ...i.baby, name: ["a"] } }), "baby.name"],
    ["no reason", (i) => ({ ...i, reasons: [] }), "reasons"],
    ["an unknown wish for a letter", (i) => ({ ...i, letter: "always" }), "letter"],
    ["an unknown reason", (i) => ({ ...i, reasons: ["magic"] }), "reasons.0"],
    ["reasons as text", (i) => ({ ...i, reasons: "sleep" }), "reasons"],
    ["an unknown precaution", (i) => ({ ...i, precautions: ["__proto__"] }), "precautions.0"],
    [
      "a day that is not in the calendar",
      (i) => ({ ...i, baby: { ...i.baby, born: { day: "31", month: "2", year: "2026" } } }),
      "baby.born",
    ],
    [
      "a birthday in the future",
      (i) => ({ ...i, baby: { ...i.baby, born: { ...born, year: "2199" } } }),
      "baby.born",
    ],
    [
      "a birthday long ago",
      (i) => ({ ...i, baby: { ...i.baby, born: { ...born, year: "1999" } } }),
      "baby.born",
    ],
    [
      "60 weeks at birth",
      (i) => ({ ...i, baby: { ...i.baby, gestation: { early: "yes", weeks: "60", days: "0" } } }),
      "baby.gestation.weeks",
    ],
    [
      "no answer about being early",
      (i) => ({ ...i, baby: { ...i.baby, gestation: {} } }),
      "baby.gestation.early",
    ],
    [
      "a weight that no baby has",
      (i) => ({ ...i, baby: { ...i.baby, birthWeight: { kg: "34" } } }),
      "baby.birthWeight.kg",
    ],
    [
      "only some areas, and none named",
      (i) => ({ ...i, allowed: { kind: "some" } }),
      "allowed.parts",
    ],
    ["an area that is none", (i) => ({ ...i, allowed: { parts: ["tail"] } }), "allowed.parts.0"],
    [
      "neither phone nor address",
      (i) => ({ ...i, parent: { ...i.parent, contact: "ask me" } }),
      "parent.contact",
    ],
    [
      "an unknown language",
      (i) => ({ ...i, parent: { ...i.parent, language: "xx" } }),
      "parent.language",
    ],
    ["no agreement of the parent", (i) => ({ ...i, agreed: undefined }), "agreed"],
    ["not known to be safe", (i) => ({ ...i, safe: "no" }), "safe"],
    [
      "a list of addresses",
      (i) => ({ ...i, doctor: { ...i.doctor, email: "a@example.com,b@example.com" } }),
      "doctor.email",
    ],
    ["an unknown priority", (i) => ({ ...i, priority: "now" }), "priority"],
    ["a field that is not asked for", (i) => ({ ...i, status: "accepted" }), "form"],
    ["a claim that it is sent on", (i) => ({ ...i, onward: true }), "form"],
    ["nobody to send it to", (i) => ({ ...i, to: "" }), "to"],
    ["a practitioner who is not there", (i) => ({ ...i, to: "nobody-at-all" }), "to"],
    ["a practitioner's name that is SQL", (i) => ({ ...i, to: "x' or 1=1 --" }), "to"],
    ["nothing", () => null, "form"],
    ["a word", () => "refer", "form"],
  ];
  test.each(cases)("%s is refused in words and nothing is written", async (_, spoil, field) => {
    const before = await countAll();
    const said = await refusal(
      sendReferral(visitor, spoil(referralForm(at.slug)) as SendReferralInput),
    );
    expect(said.code).toBe("invalid");
    expect(Object.keys(said.fields)).toContain(field);
    for (const key of Object.values(said.fields)
      .flat()
      .map((say) => say.key))
      expect(key).toMatch(/^(referrals|birth|errors):/);
    expect(await countAll()).toEqual(before);
  });

  test.each([
    ["unpublished", { publishedAt: null }],
    ["not taking referrals", { acceptsReferrals: false }],
    ["taking no new families", { accepting: "paused" as const }],
  ])("a practitioner who is %s gets none", async (_, change) => {
    const hidden = await makePractice(db.owner);
    await db.owner.update(t.practitioners).set(change).where(eq(t.practitioners.slug, hidden.slug));
    const said = await refusal(sendReferral(visitor, referralForm(hidden.slug)));
    expect(said.fields.to?.[0]?.key).toBe("referrals:errors.notAccepting");
    const { all } = await referralTargets(visitor, { country: "GB" });
    expect(all.map((one) => one.slug)).not.toContain(hidden.slug);
  });

  test("a practitioner cannot be paired with another practice", async () => {
    const deliver = allOperations().find((operation) => operation.name === "referrals.send");
    const before = await countAll();
    const { to: _, ...rest } = referralForm(at.slug);
    const forged = { ...rest, practiceId: at.practiceId, practitionerId: other.practitionerId };
    const said = await refusal(Promise.resolve(deliver?.call(visitor, forged)));
    expect(said.fields.to?.[0]?.key).toBe("referrals:errors.notAccepting");
    expect(await countAll()).toEqual(before);
  });

  test("only visitors and doctors send", async () => {
    for (const actor of [at.staff(), at.system, holder(at, at.practitionerId)])
      expect((await refusal(sendReferral(actor, referralForm(at.slug)))).code).toBe("forbidden");
  });
});
