import { newId, newReference } from "@/lib/core/id";
import { addDays, type Day } from "@/lib/core/time";
import type { LetterWanted, ReferralDetails } from "@/lib/referrals/schema";
import { makeDataKey, seal } from "@/lib/work/vault";
import type { Tx } from "../client";
import * as t from "../schema";
import type { SeededPractice } from "./people";

type Seed = {
  hoursAgo: number;
  priority: "routine" | "soon";
  letter?: LetterWanted;
  doctor: { name: string; role: string; organisation: string; email: string; userId?: string };
  details: Omit<ReferralDetails, "attestedOn">;
};

const seeds = (today: Day, doctorUserId: string): Seed[] => [
  {
    hoursAgo: 26,
    priority: "routine",
    letter: "both",
    doctor: {
      name: "Dr Imran Haddad",
      role: "gp",
      organisation: "Whiteladies Surgery",
      email: "dr.haddad@example.com",
      userId: doctorUserId,
    },
    details: {
      baby: {
        name: "Zuri Bekele",
        bornOn: addDays(today, -70),
        gestationDays: 31 * 7 + 2,
        birthGrams: 1560,
        sex: "girl",
      },
      parent: {
        name: "Hanna Bekele",
        phone: "07700 900177",
        email: "hanna@example.com",
        language: "am",
      },
      reasons: ["preterm_growth", "bonding"],
      precautions: ["hip_harness"],
      care: "Left hip harness until the next clinic visit.",
      allowed: {
        kind: "some",
        parts: ["chest", "arms", "hands", "tummy", "feet"],
        positions: ["back"],
        words: "Ten minutes at most to begin with.",
      },
    },
  },
  {
    hoursAgo: 6,
    priority: "soon",
    letter: "worry",
    doctor: {
      name: "K. Lowe",
      role: "health_visitor",
      organisation: "Bristol North health visiting",
      email: "k.lowe@example.com",
    },
    details: {
      baby: { name: "Finn O'Dowd", bornOn: addDays(today, -49), gestationDays: null, sex: "boy" },
      parent: { name: "Aoife O'Dowd", phone: "07700 900164", language: "en" },
      reasons: ["colic_crying"],
      precautions: [],
    },
  },
  {
    hoursAgo: 2,
    priority: "routine",
    doctor: {
      name: "Dr Ellen Marsh",
      role: "paediatrician",
      organisation: "St Michael's children's outpatients",
      email: "e.marsh@example.com",
    },
    details: {
      baby: { name: "Emi Sato", bornOn: addDays(today, -63), gestationDays: null, sex: "girl" },
      parent: { name: "Yui Sato", email: "yui@example.com", language: "ja" },
      reasons: ["sleep", "bonding"],
      precautions: ["reflux"],
    },
  },
];

export async function seedReferrals(
  tx: Tx,
  practice: SeededPractice,
  today: Day,
  now: Date,
  doctorUserId: string,
): Promise<void> {
  for (const seed of seeds(today, doctorUserId)) {
    const { practiceId } = practice;
    const id = newId<"referral">();
    const dataKey = await makeDataKey(tx, practiceId);
    const sentAt = new Date(now.getTime() - seed.hoursAgo * 3_600_000);
    const details: ReferralDetails = { ...seed.details, attestedOn: addDays(today, -2) };
    await tx.insert(t.referrals).values({
      practiceId,
      id,
      practitionerId: practice.practitionerId,
      reference: newReference(),
      status: "waiting",
      priority: seed.priority,
      letterWanted: seed.letter ?? "unsaid",
      doctorName: seed.doctor.name,
      doctorRole: seed.doctor.role,
      doctorOrganisation: seed.doctor.organisation,
      doctorEmail: seed.doctor.email,
      doctorUserId: seed.doctor.userId ?? null,
      locale: "en-GB",
      dataKeyId: dataKey.id,
      details: seal(
        dataKey,
        { table: "referrals", column: "details", id },
        JSON.stringify(details),
      ),
      emailConfirmedAt: sentAt,
      createdAt: sentAt,
      answerDueAt: new Date(sentAt.getTime() + (seed.priority === "soon" ? 24 : 72) * 3_600_000),
    });
    await tx.insert(t.referralEvents).values([
      { practiceId, id: newId(), referralId: id, kind: "sent", at: sentAt, actorKind: "visitor" },
      {
        practiceId,
        id: newId(),
        referralId: id,
        kind: "email_confirmed",
        at: sentAt,
        actorKind: "link",
      },
    ]);
  }
}
