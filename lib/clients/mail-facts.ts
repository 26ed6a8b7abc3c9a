import { and, asc, eq, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  type Channel,
  clients,
  contactPreferences,
  guardians,
  type Purpose,
  practices,
  type Said,
} from "@/db/schema";
import { toE164 } from "@/lib/core/phone";
import { familyIds } from "./merged";

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
  /** Who booked: told of their own booking even where the practice noted that they see nothing else. */
  bookedBy?: string | null | undefined;
  /** It is about a lesson they have, or had: nobody misses a lesson for a tick set long ago. */
  lesson?: boolean;
  /** Guardians who are asked for something of their own, which no other can do for them. */
  asked?: readonly string[];
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
 * The first guardian gets the mail, and whoever has an account and may see the record; anybody else only after they said
 * yes (feature e8), or for a part of a form that is theirs to fill in. Whoever may not see it gets nothing, copies neither. Records that were merged are one family.
 */
export async function familyReaders(
  tx: Tx,
  { practiceId, clientId }: { practiceId: string; clientId: string },
  { purpose, lesson = false, bookedBy, asked = [] }: About,
): Promise<FamilyReaders> {
  const ids = await familyIds(tx, practiceId, clientId);
  const rows = await tx
    .select({
      id: guardians.id,
      email: guardians.email,
      phone: guardians.phone,
      name: guardians.name,
      locale: guardians.locale,
      userId: guardians.userId,
      copiesSince: guardians.copiesSince,
      maySee: guardians.maySee,
      silentSince: clients.silentSince,
      country: practices.country,
    })
    .from(guardians)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, guardians.practiceId), eq(clients.id, guardians.clientId)),
    )
    .innerJoin(practices, eq(practices.practiceId, guardians.practiceId))
    .where(and(eq(guardians.practiceId, practiceId), among(guardians.clientId, ids)))
    .orderBy(
      // The record that it is about first: whoever booked there is told.
      sql`${guardians.clientId} <> ${clientId}`,
      asc(guardians.createdAt),
      asc(guardians.id),
    );
  if (rows.length === 0 || rows.some((row) => row.silentSince))
    return { recipients: [], texts: [] };
  const said = await tx
    .select()
    .from(contactPreferences)
    .where(
      and(eq(contactPreferences.practiceId, practiceId), among(contactPreferences.clientId, ids)),
    );
  const asks = (guardianId: string, channel: Channel) =>
    wants(said, { guardianId, purpose, channel });
  const barred = (row: { id: string; maySee: Said }) =>
    row.maySee === "no" && !(lesson && row.id === bookedBy);
  const readers = rows.filter((row) => !barred(row));
  const first = readers.find(({ email }) => email)?.id;
  const recipients = new Map<string, Recipient>();
  const texts = new Map<string, TextReader>();
  for (const reader of readers) {
    const { id, email, phone, name, locale, userId, copiesSince, maySee, country } = reader;
    const told =
      id === first ||
      id === bookedBy ||
      asked.includes(id) ||
      (userId !== null && maySee === "yes") ||
      copiesSince !== null;
    const must = purpose === "booking" && lesson;
    if (email && told && (must || asks(id, "email")) && !recipients.has(email))
      recipients.set(email, { email, name, locale });
    const number = phone && asks(id, "sms") ? toE164(phone, country) : null;
    if (number && !texts.has(number))
      texts.set(number, { guardianId: id, phone: number, name, locale });
  }
  return { recipients: [...recipients.values()], texts: [...texts.values()] };
}
