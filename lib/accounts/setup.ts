import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { passwords, practiceMembers, practices, signInTokens, users } from "@/db/schema";
import { anyone } from "@/lib/core/actor";
import { newId, type PracticeId, tokenHash } from "@/lib/core/id";
import { invalidField, notFound } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { acting } from "./elevate";
import { hashPassword, passwordProblem } from "./password";
import { makePractitioner } from "./practitioner";
import { maskAddress } from "./rules";
import { countries, ReadToken, SetUp } from "./schema";
import { startSession } from "./sessions";

const somebody = async (tx: Tx): Promise<boolean> =>
  (await tx.select({ id: users.id }).from(users).limit(1)).length > 0;

/** False only on an installation that nobody has ever used. */
export const isSetUp = query({
  name: "accounts.is_set_up",
  allow: anyone,
  input: z.strictObject({}),
  run: ({ tx }) => somebody(tx),
});

/** Whom a sign-in link signs in, for the page with the button; null when it is used, unknown or too old. */
export const readLink = query({
  name: "accounts.read_link",
  allow: anyone,
  input: ReadToken,
  run: async ({ tx }, { token }) => {
    const [row] = await tx
      .select({ email: signInTokens.email })
      .from(signInTokens)
      .where(
        sql`${eq(signInTokens.tokenHash, tokenHash(token))} and used_at is null and expires_at > clock_timestamp()`,
      );
    return row ? { address: maskAddress(row.email) } : null;
  },
});

/**
 * The first visitor of an empty installation becomes its owner and its administrator. As soon as one account exists
 * this door is shut for good, for two who come at once as well.
 */
export const setUp = command({
  name: "accounts.set_up",
  allow: anyone,
  input: SetUp,
  run: async ({ tx, now, enter, audit }, input) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('first owner', 0))`);
    if (await somebody(tx)) throw notFound();
    const problem = await passwordProblem(input.password, input);
    if (problem) throw invalidField("password", problem);
    const userId = newId<"user">();
    const practiceId = newId<"practice">() as PracticeId;
    const { currency, locale, emergencyNumber } = countries[input.country];
    await tx
      .insert(users)
      .values({ id: userId, name: input.name, email: input.email, locale, adminSince: now });
    await tx.insert(passwords).values({ userId, hash: await hashPassword(input.password) });
    await enter(practiceId);
    await acting(tx, { actor: "system", practiceId }, async () => {
      await tx.insert(practices).values({
        practiceId,
        name: input.practiceName,
        country: input.country,
        currency,
        locale,
        timeZone: input.timeZone,
        emergencyNumber,
      });
      await tx.insert(practiceMembers).values({ practiceId, id: newId(), userId, role: "owner" });
      await makePractitioner(tx, { practiceId, userId, name: input.name });
    });
    const session = await startSession(tx, userId, input.device ?? null);
    audit({ type: "practice", id: practiceId }, { owner: userId });
    return { session, userId };
  },
});
