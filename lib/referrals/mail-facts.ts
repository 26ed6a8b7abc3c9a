import { and, asc, count, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import {
  links,
  practiceMembers,
  practices,
  practitioners,
  referralEvents,
  referrals,
  users,
} from "@/db/schema";
import { linkSecret } from "@/lib/accounts/links";
import { familyReaders, type Recipient } from "@/lib/clients/mail-facts";
import { openDataKey } from "@/lib/work/vault";
import { openDetails } from "./read";
import type { ReferralStatus } from "./rules";
import type { OfferedTime } from "./schema";

/** What a mail about a referral may say: who, to whom, how it stands. What is in it stays behind the link. */
export type ReferralMailFacts = {
  practiceId: string;
  referralId: string;
  clientId: string | null;
  reference: string;
  status: ReferralStatus;
  priority: "routine" | "soon";
  doctorName: string;
  practitionerName: string;
  practiceName: string;
  locale: string;
  doctor: Recipient;
  /** The practitioner, or the owners where the practitioner has no account. */
  practice: Recipient[];
  family: Recipient[];
  /** How often the family has chosen a time; it rises when they cancel and choose again. */
  timesBooked: number;
  /** Times that the practitioner suggested when accepting. */
  offered?: readonly OfferedTime[];
  /** Secrets of the doctor's link and of the family's, the latest of several. */
  doctorSecret: string | null;
  familySecret: string | null;
};

export async function referralMailFacts(
  tx: Tx,
  { practiceId, referralId }: { practiceId: string; referralId: string },
): Promise<ReferralMailFacts | null> {
  const [row] = await tx
    .select({
      referral: referrals,
      practitionerName: practitioners.displayName,
      practitionerUser: practitioners.userId,
      practiceName: practices.name,
      locale: practices.locale,
    })
    .from(referrals)
    .innerJoin(practices, eq(practices.practiceId, referrals.practiceId))
    .innerJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, referrals.practiceId),
        eq(practitioners.id, referrals.practitionerId),
      ),
    )
    .where(and(eq(referrals.practiceId, practiceId), eq(referrals.id, referralId)));
  if (!row) return null;
  const { referral, practitionerUser, ...names } = row;
  const made = await tx
    .select()
    .from(links)
    .where(
      and(
        eq(links.practiceId, practiceId),
        inArray(links.kind, ["referral", "family"]),
        eq(links.subjectId, referralId),
        isNull(links.revokedAt),
      ),
    )
    .orderBy(asc(links.createdAt), asc(links.id));
  const [chosen] = await tx
    .select({ n: count() })
    .from(referralEvents)
    .where(
      and(
        eq(referralEvents.practiceId, practiceId),
        eq(referralEvents.referralId, referralId),
        eq(referralEvents.kind, "booked"),
      ),
    );
  const doctors = made.find(({ kind }) => kind === "referral");
  const familys = made.findLast(({ kind }) => kind === "family");
  const { clientId } = referral;
  return {
    ...names,
    practiceId,
    referralId,
    clientId,
    reference: referral.reference,
    status: referral.status,
    priority: referral.priority,
    doctorName: referral.doctorName,
    doctor: { email: referral.doctorEmail, name: referral.doctorName, locale: referral.locale },
    practice: await staffRecipients(tx, practiceId, practitionerUser),
    family: clientId
      ? (await familyReaders(tx, { practiceId, clientId }, { purpose: "booking" })).recipients
      : [],
    timesBooked: chosen?.n ?? 0,
    offered: referral.status === "accepted" ? await offeredIn(tx, referral) : [],
    doctorSecret: doctors ? linkSecret(doctors) : null,
    familySecret: familys ? linkSecret(familys) : null,
  };
}

async function offeredIn(tx: Tx, row: typeof referrals.$inferSelect) {
  const key = await openDataKey(tx, row.practiceId, row.dataKeyId);
  return openDetails(key, row.id, row.details).offered ?? [];
}

async function staffRecipients(
  tx: Tx,
  practiceId: string,
  practitionerUser: string | null,
): Promise<Recipient[]> {
  const rows = await tx
    .select({
      userId: users.id,
      role: practiceMembers.role,
      email: users.email,
      name: users.name,
      locale: users.locale,
    })
    .from(practiceMembers)
    .innerJoin(users, eq(users.id, practiceMembers.userId))
    .where(
      and(
        eq(practiceMembers.practiceId, practiceId),
        isNull(practiceMembers.deactivatedAt),
        isNull(users.deactivatedAt),
      ),
    );
  const own = rows.filter((member) => member.userId === practitionerUser);
  const told = own.length > 0 ? own : rows.filter((member) => member.role === "owner");
  return told.map(({ email, name, locale }) => ({ email, name, locale }));
}
