import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import {
  type Channel,
  clients,
  contactPreferences,
  guardians,
  type Purpose,
  practices,
} from "@/db/schema";
import { toE164 } from "@/lib/core/phone";

/** Somebody a mail goes to, in their own language where it is known. */
export type Recipient = { email: string; name: string | null; locale: string | null };
/** Somebody a text message goes to; the number is in international form. */
export type TextReader = {
  guardianId: string;
  phone: string;
  name: string | null;
  locale: string | null;
};
export type FamilyReaders = { recipients: Recipient[]; texts: TextReader[] };

type About = {
  purpose: Purpose;
  /** It is about a lesson they have, or had: nobody misses a lesson for a tick set long ago. */
  lesson?: boolean;
};

/** What somebody said of one channel and purpose; unsaid: e-mail yes, text messages no. */
export const wants = (
  said: readonly { guardianId: string; purpose: Purpose; channel: Channel; allowed: boolean }[],
  about: { guardianId: string; purpose: Purpose; channel: Channel },
): boolean =>
  said.find(
    (one) =>
      one.guardianId === about.guardianId &&
      one.purpose === about.purpose &&
      one.channel === about.channel,
  )?.allowed ?? about.channel === "email";

/**
 * Who of a family is written to, by which channel: the one place that knows of preferences, of copies and of silence.
 * The first guardian gets the mail, and whoever has an account; anybody else only after they said yes (feature e8).
 */
export async function familyReaders(
  tx: Tx,
  { practiceId, clientId }: { practiceId: string; clientId: string },
  { purpose, lesson = false }: About,
): Promise<FamilyReaders> {
  const rows = await tx
    .select({
      id: guardians.id,
      email: guardians.email,
      phone: guardians.phone,
      name: guardians.name,
      locale: guardians.locale,
      userId: guardians.userId,
      copiesSince: guardians.copiesSince,
      silentSince: clients.silentSince,
      country: practices.country,
    })
    .from(guardians)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, guardians.practiceId), eq(clients.id, guardians.clientId)),
    )
    .innerJoin(practices, eq(practices.practiceId, guardians.practiceId))
    .where(and(eq(guardians.practiceId, practiceId), eq(guardians.clientId, clientId)))
    .orderBy(asc(guardians.createdAt), asc(guardians.id));
  if (rows.length === 0 || rows[0]?.silentSince) return { recipients: [], texts: [] };
  const said = await tx
    .select()
    .from(contactPreferences)
    .where(
      and(eq(contactPreferences.practiceId, practiceId), eq(contactPreferences.clientId, clientId)),
    );
  const asks = (guardianId: string, channel: Channel) =>
    wants(said, { guardianId, purpose, channel });
  const first = rows.find(({ email }) => email)?.id;
  const recipients = new Map<string, Recipient>();
  const texts = new Map<string, TextReader>();
  for (const { id, email, phone, name, locale, userId, copiesSince, country } of rows) {
    const told = id === first || userId !== null || copiesSince !== null;
    const must = purpose === "booking" && lesson;
    if (email && told && (must || asks(id, "email")) && !recipients.has(email))
      recipients.set(email, { email, name, locale });
    const number = phone && asks(id, "sms") ? toE164(phone, country) : null;
    if (number && !texts.has(number))
      texts.set(number, { guardianId: id, phone: number, name, locale });
  }
  return { recipients: [...recipients.values()], texts: [...texts.values()] };
}
