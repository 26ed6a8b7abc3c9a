import { sql } from "drizzle-orm";
import { passwords, practiceMembers, practices, users } from "@/db/schema";
import { anyone } from "@/lib/core/actor";
import { newId, type PracticeId } from "@/lib/core/id";
import { invalidField, notFound } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { acting } from "./elevate";
import { hashPassword, passwordProblem } from "./password";
import { makePractitioner } from "./practitioner";
import { hasOwner } from "./read";
import { countries, SetUp } from "./schema";
import { startSession } from "./sessions";

/**
 * The first visitor of an empty installation becomes its owner and its administrator. From then on this door is shut for
 * good, for two who come at once as well.
 */
export const setUp = command({
  name: "accounts.set_up",
  allow: anyone,
  input: SetUp,
  run: async ({ tx, now, enter, audit }, input) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('first owner', 0))`);
    if (await hasOwner(tx)) throw notFound();
    const problem = await passwordProblem(input.password, {
      ...input,
      practice: input.practiceName,
    });
    if (problem) throw invalidField("password", problem);
    const practiceId = newId<"practice">() as PracticeId;
    const { currency, locale, emergencyNumber } = countries[input.country];
    // Whoever signed in before there was a practice has an account already. Here the address is typed, not proved.
    const owner = { name: input.name, locale, adminSince: now, emailVerified: null };
    const [user] = await tx
      .insert(users)
      .values({ id: newId<"user">(), email: input.email, ...owner })
      .onConflictDoUpdate({ target: users.email, set: owner })
      .returning({ id: users.id });
    if (!user) throw new Error("the account is neither new nor old");
    const userId = user.id;
    await tx.insert(passwords).values({ userId, hash: await hashPassword(input.password) });
    await enter(practiceId);
    await acting(tx, { actor: "system", practiceId }, async () => {
      await tx.insert(practices).values({
        practiceId,
        name: input.practiceName,
        phone: input.phone ?? null,
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
