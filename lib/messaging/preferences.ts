import { and, eq, gt, inArray } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { bookings, contactPreferences, guardians, lessons, practices } from "@/db/schema";
import { wants } from "@/lib/clients/mail-facts";
import { toE164 } from "@/lib/core/phone";
import { stampOf } from "@/lib/practices/rules";
import { channels, purposes } from "./schema";

export type Wanted = `${(typeof purposes)[number]}.${(typeof channels)[number]}`;

const everything: readonly Wanted[] = purposes.flatMap((purpose) =>
  channels.map((channel) => `${purpose}.${channel}` as const),
);

/** What each of these guardians wants to be told by which channel, and what cannot be switched off now. */
export async function preferencesOf(tx: Tx, guardianIds: readonly string[], now: Date) {
  if (guardianIds.length === 0) return [];
  const rows = await tx
    .select({
      guardianId: guardians.id,
      practiceId: guardians.practiceId,
      practice: practices.name,
      clientId: guardians.clientId,
      userId: guardians.userId,
      name: guardians.name,
      email: guardians.email,
      phone: guardians.phone,
      copiesSince: guardians.copiesSince,
      country: practices.country,
    })
    .from(guardians)
    .innerJoin(practices, eq(practices.practiceId, guardians.practiceId))
    .where(among(guardians.id, guardianIds))
    .orderBy(guardians.createdAt, guardians.id);
  const said = await tx
    .select()
    .from(contactPreferences)
    .where(among(contactPreferences.guardianId, guardianIds));
  const ahead = await tx
    .selectDistinct({ clientId: bookings.clientId })
    .from(bookings)
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .where(
      and(
        among(
          bookings.clientId,
          rows.map((row) => row.clientId),
        ),
        inArray(bookings.status, ["requested", "booked", "arrived"]),
        gt(lessons.endsAt, now),
      ),
    );
  return rows.map(({ phone, country, ...row }) => {
    const { guardianId } = row;
    const wanted = purposes.flatMap((purpose) =>
      channels
        .filter((channel) => wants(said, { guardianId, purpose, channel }))
        .map((channel): Wanted => `${purpose}.${channel}`),
    );
    const number = phone ? toE164(phone, country) : null;
    return {
      ...row,
      phone,
      /** As a text would be sent to; null when the number cannot be told. */
      number,
      wanted,
      /** A lesson is booked: mail about it is not optional. */
      booked: ahead.some((one) => one.clientId === row.clientId),
      seen: stampOf({ wanted, number }),
    };
  });
}
export type Preferences = Awaited<ReturnType<typeof preferencesOf>>[number];

export const mustHave = ({ booked }: Preferences): Wanted[] => (booked ? ["booking.email"] : []);
export const changesOf = (before: Preferences, wanted: readonly Wanted[]) =>
  everything.filter((one) => before.wanted.includes(one) !== wanted.includes(one));
