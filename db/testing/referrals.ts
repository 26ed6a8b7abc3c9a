import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { LinkHolder, Visitor } from "@/lib/core/actor";
import { type Id, newId, newReference, type UserId } from "@/lib/core/id";
import type { Refusal } from "@/lib/core/refusal";
import { sealedDetails } from "@/lib/referrals/read";
import type { ReferralDetails, SendReferralInput } from "@/lib/referrals/schema";
import { confirmReferral } from "@/lib/referrals/sender.write";
import { sendReferral } from "@/lib/referrals/write";
import { type DataKey, seal } from "@/lib/work/vault";
import type { Database } from "../client";
import * as t from "../schema";
import type { TestDatabase } from "./database";
import type { TestFamily, TestPractice } from "./world";

export const visitor: Visitor = { kind: "visitor" };
export const born = { day: "24", month: "8", year: String(new Date().getUTCFullYear() - 1) };

/** The form as a careful doctor fills it in, from an address of its own each time. */
export const referralForm = (
  to: string,
  more: Partial<SendReferralInput> = {},
): SendReferralInput => ({
  baby: {
    name: "Zuri Bekele",
    born,
    gestation: { early: "yes", weeks: "31", days: "2" },
    sex: "girl",
  },
  reasons: ["preterm_growth", "bonding"],
  precautions: ["hip_harness"],
  care: "Left hip harness",
  safe: "on",
  priority: "routine",
  parent: { name: "Hanna Bekele", contact: "hanna@example.com", language: "am" },
  agreed: "on",
  doctor: {
    name: "Dr Imran Haddad",
    role: "gp",
    organisation: "Whiteladies Surgery",
    email: `dr-${randomBytes(4).toString("hex")}@example.com`,
  },
  to,
  locale: "en-GB",
  ...more,
});

const details: ReferralDetails = {
  baby: { name: "Baby", bornOn: "2026-08-24", gestationDays: 238, sex: "girl" },
  parent: { name: "Parent", email: "parent@example.com", language: "en" },
  reasons: ["bonding"],
  precautions: [],
  attestedOn: "2027-01-04",
};
/** What little a referral says that no test looks at, sealed as it is stored. */
export const sealedDetailsOf = (key: DataKey, referralId: string): Buffer =>
  seal(key, sealedDetails(referralId), JSON.stringify(details));

/** Whoever holds the doctor's link to a referral, or the family's. */
export const holder = (
  practice: TestPractice,
  referralId: string,
  link: "referral" | "family" = "referral",
): LinkHolder => ({
  kind: "link",
  link,
  practiceId: practice.practiceId,
  subjectId: referralId,
});

/** What was refused; fails when it was not. */
export const refusal = async (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => Promise.reject(new Error("was not refused")),
    (error) => error,
  );

/** Ways to send referrals and to look at what became of them, as the owner of the tables. */
export function referralWorld(db: TestDatabase, practice: () => TestPractice) {
  const send = async (more: Partial<SendReferralInput> = {}) =>
    (await sendReferral(visitor, referralForm(practice().slug, more))).referralId;
  return {
    send,
    async sendConfirmed(more: Partial<SendReferralInput> = {}) {
      const referralId = await send(more);
      await confirmReferral(holder(practice(), referralId), { referralId });
      return referralId;
    },
    async row(referralId: string) {
      const [found] = await db.owner
        .select()
        .from(t.referrals)
        .where(eq(t.referrals.id, referralId));
      if (!found) throw new Error("no such referral");
      return found;
    },
    async kinds(referralId: string) {
      const events = await db.owner
        .select({ kind: t.referralEvents.kind })
        .from(t.referralEvents)
        .where(eq(t.referralEvents.referralId, referralId))
        .orderBy(t.referralEvents.at, t.referralEvents.id);
      return events.map((event) => event.kind);
    },
    async mails(referralId: string) {
      const jobs = await db.owner.execute<{ event: string }>(sql`
        select j.payload->>'event' as event from graphile_worker._private_jobs j
        where j.payload->>'referralId' = ${referralId} order by j.id`);
      return jobs.map((job) => job.event);
    },
    async audited(referralId: string) {
      const entries = await db.owner
        .select({ operation: t.auditEvents.operation })
        .from(t.auditEvents)
        .where(eq(t.auditEvents.subjectId, referralId))
        .orderBy(t.auditEvents.seq);
      return entries.map((entry) => entry.operation);
    },
    async countAll() {
      const [n] = await db.owner.execute<Record<string, number>>(sql`select
        (select count(*) from referrals)::int as referrals, (select count(*) from referral_events)::int as events,
        (select count(*) from data_keys)::int as keys, (select count(*) from links)::int as links,
        (select count(*) from clients)::int as clients, (select count(*) from audit_events)::int as audit,
        (select count(*) from graphile_worker._private_jobs)::int as jobs`);
      return n;
    },
  };
}

/** A referral of a family that is there already, accepted; its doctor has an account. */
export async function makeReferral(
  owner: Database,
  { practiceId, practitionerId }: TestPractice,
  { clientId, babyId, dataKey }: TestFamily,
  doctor: { userId: UserId; email: string },
): Promise<Id<"referral">> {
  const id = newId<"referral">();
  await owner.insert(t.referrals).values({
    ...{ practiceId, id, practitionerId, clientId, babyId, reference: newReference() },
    ...{ status: "accepted", doctorName: "Dr N", doctorRole: "gp", doctorOrganisation: "Surgery" },
    ...{ doctorEmail: doctor.email, doctorUserId: doctor.userId, locale: "en-GB" },
    ...{ dataKeyId: dataKey.id, details: sealedDetailsOf(dataKey, id) },
    emailConfirmedAt: new Date(0),
  });
  return id;
}
