import { and, eq, isNotNull } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { clients, guardians } from "@/db/schema";
import { acting } from "@/lib/accounts/elevate";
import { notFound } from "@/lib/core/refusal";
import { objectedConsents } from "@/lib/intake/consent.read";

/** One grown-up of a family, over all of its records: their own rows are theirs, what another one gave is not. */
export type GuardianReader = {
  is: "guardian";
  name: string;
  guardianIds: readonly string[];
  userIds: readonly string[];
  emails: readonly string[];
  /** The accounts of the other grown-ups: what these wrote is not the reader's. */
  otherUserIds: readonly string[];
  /** The grown-ups live apart (clients.apart_since). */
  apart: boolean;
  /** Somebody took back the yes to pictures: those that the practice took are shown to nobody of the family. */
  noPictures: boolean;
};
/** For whom a record is made: the practice itself (or a court that asks it), or one grown-up of the family. */
export type Reader = { is: "practice" } | GuardianReader;
export const PRACTICE: Reader = { is: "practice" };

type Whose = { guardianId: string } | { userId: string };

/**
 * The reader that a grown-up of a family is; not_found where they are none of it. Read as the system, because nobody of
 * a family reads the accounts of the others.
 */
export const guardianReader = (
  tx: Tx,
  practiceId: string,
  clientIds: readonly string[],
  whose: Whose,
): Promise<GuardianReader> =>
  acting(tx, { actor: "system", practiceId }, async () => {
    const people = await tx
      .select({
        id: guardians.id,
        name: guardians.name,
        userId: guardians.userId,
        email: guardians.email,
      })
      .from(guardians)
      .where(and(eq(guardians.practiceId, practiceId), among(guardians.clientId, clientIds)));
    const [first] = people.filter((one) =>
      "userId" in whose ? one.userId === whose.userId : one.id === whose.guardianId,
    );
    if (!first) throw notFound();
    // Written down in two records of the family, they are one person with one account.
    const same = (one: (typeof people)[number]) =>
      one.id === first.id || (first.userId !== null && one.userId === first.userId);
    const [mine, others] = [people.filter(same), people.filter((one) => !same(one))];
    const apart = await tx.$count(
      clients,
      and(
        eq(clients.practiceId, practiceId),
        among(clients.id, clientIds),
        isNotNull(clients.apartSince),
      ),
    );
    const objected = await objectedConsents(tx, practiceId, clientIds[0] ?? "");
    return {
      is: "guardian",
      name: first.name,
      guardianIds: mine.map(({ id }) => id),
      userIds: [...new Set(mine.flatMap(({ userId }) => userId ?? []))],
      emails: mine.flatMap(({ email }) => email ?? []),
      otherUserIds: others.flatMap(({ userId }) => userId ?? []),
      apart: apart > 0,
      noPictures: objected.has("photo_video"),
    };
  });
