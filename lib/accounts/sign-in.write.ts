import { createHmac, timingSafeEqual } from "node:crypto";
import { and, eq, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { guardians, passwords, signInTokens, users } from "@/db/schema";
import { type Actor, anyone } from "@/lib/core/actor";
import { newCode, newId, newToken, tokenHash } from "@/lib/core/id";
import { command, type Work } from "@/lib/work/command";
import { byAddress, forgive, type Limit } from "@/lib/work/rate";
import { derivedSecret } from "@/lib/work/vault";
import { acting } from "./elevate";
import { passwordMatches } from "./password";
import { codeMinutes, codeTries, linkHours } from "./rules";
import { AskSignIn, UseCode, UseLink, UsePassword } from "./schema";
import { type NewSession, startSession } from "./sessions";
import { sealSignIn } from "./tokens";

/** A failed try is an answer, not an exception: it is counted and audited in the same transaction. */
export type SignIn =
  | { session: NewSession; userId: string; next: string | null }
  | { refused: "link" | "code" | "codeGone" | "password" | "closed" };

const askLimit = (email: string): Limit => ({ subject: `address ${email}`, most: 5, minutes: 60 });
const passwordLimit = (email: string): Limit => ({
  subject: `account ${email}`,
  most: 10,
  minutes: 60,
});
/** A million codes are tried in no time: without this key a copy of the table would give them all away. */
const codeHash = (id: string, code: string): Buffer =>
  createHmac("sha256", derivedSecret("sign-in codes")).update(`${id} ${code}`).digest();

/**
 * Sends a link and a code to an address. Whether anybody has that address is not looked up, so the answer, the work
 * and the time are the same for all. The code is bound to the browser that asked.
 */
export const askSignIn = command({
  name: "accounts.ask_sign_in",
  allow: anyone,
  input: AskSignIn,
  limits: ({ email }, ip) => [...byAddress(ip, 60, 60), askLimit(email)],
  run: async ({ tx, audit, enqueue }, { email, next, locale, browser = newToken() }) => {
    const id = newId<"sign_in_token">();
    const [token, code] = [newToken(), newCode()];
    await tx.insert(signInTokens).values({
      id,
      email,
      tokenHash: tokenHash(token),
      codeHash: codeHash(id, code),
      browserHash: tokenHash(browser),
      secret: sealSignIn(id, token, code),
      next: next ?? null,
      locale: locale ?? null,
      expiresAt: sql`clock_timestamp() + make_interval(hours => ${linkHours})`,
    });
    enqueue("mail.sign_in", { tokenId: id });
    audit({ type: "sign_in_token", id });
    return { browser };
  },
});

/** Only a person's button sends this: mail scanners read the page and use nothing up. */
export const signInByLink = command({
  name: "accounts.sign_in_by_link",
  allow: anyone,
  input: UseLink,
  limits: (_input, ip) => byAddress(ip, 60, 60),
  run: async (work, { token, device }): Promise<SignIn> => {
    const [row] = await work.tx
      .update(signInTokens)
      // Whoever pressed may be far from the browser that asked, so nothing is shown there (addressProved).
      .set({ usedAt: sql`clock_timestamp()`, secret: null, browserHash: null })
      .where(
        and(
          eq(signInTokens.tokenHash, tokenHash(token)),
          isNull(signInTokens.usedAt),
          gt(signInTokens.expiresAt, sql`clock_timestamp()`),
        ),
      )
      .returning();
    if (!row) return failed(work, "link");
    return proved(work, row, device ?? null, "link");
  },
});

export const signInByCode = command({
  name: "accounts.sign_in_by_code",
  allow: anyone,
  input: UseCode,
  limits: (_input, ip) => byAddress(ip, 60, 60),
  run: async (work, { code, browser, device }): Promise<SignIn> => {
    const right = await takeCode(work.tx, { code, browser });
    if (typeof right === "string") return failed(work, right);
    return proved(work, right, device ?? null, "code");
  },
});

/** The asking that a code belongs to, used up; or why there is none. Every try is counted, also one that is refused. */
async function takeCode(
  tx: Tx,
  { code, browser }: { code: string; browser?: string | undefined },
): Promise<typeof signInTokens.$inferSelect | "code" | "codeGone"> {
  if (!browser) return "codeGone";
  // Each try is counted before it is compared, so that tries sent side by side cannot share one count.
  const rows = await tx
    .update(signInTokens)
    .set({ wrongCodes: sql`${signInTokens.wrongCodes} + 1` })
    .where(
      and(
        eq(signInTokens.browserHash, tokenHash(browser)),
        isNull(signInTokens.usedAt),
        lt(signInTokens.wrongCodes, codeTries),
        gt(signInTokens.createdAt, sql`clock_timestamp() - make_interval(mins => ${codeMinutes})`),
      ),
    )
    .returning();
  if (rows.length === 0) return "codeGone";
  const right = rows.find(
    (row) => row.codeHash && timingSafeEqual(row.codeHash, codeHash(row.id, code)),
  );
  if (!right) return "code";
  // What one browser asked for other addresses stays open: a code shows its own address and no other.
  const own = rows.filter((row) => row.email === right.email).map((row) => row.id);
  await tx
    .update(signInTokens)
    .set({ usedAt: sql`clock_timestamp()`, secret: null })
    .where(inArray(signInTokens.id, own));
  return right;
}

/**
 * Shows that an address is the person's own, without an account: for a first booking (feature c26). What was shown
 * counts for this browser, for as long as a time is held and a little longer.
 */
export const proveAddress = command({
  name: "accounts.prove_address",
  allow: anyone,
  input: UseCode.pick({ code: true, browser: true }),
  limits: (_input, ip) => byAddress(ip, 60, 60),
  run: async (
    { tx, audit },
    asked,
  ): Promise<{ proved: boolean; refused?: "code" | "codeGone" }> => {
    const right = await takeCode(tx, asked);
    if (typeof right === "string") {
      audit({ type: "sign_in_token", id: "unknown" }, { refused: right });
      return { proved: false, refused: right };
    }
    audit({ type: "sign_in_token", id: right.id }, { proved: true });
    return { proved: true };
  },
});

/** Inside a booking: whether this browser has shown in the last hour that the address is the person's. */
export async function addressProved(
  tx: Tx,
  { browser, email }: { browser: string; email: string },
): Promise<boolean> {
  const [row] = await tx
    .select({ id: signInTokens.id })
    .from(signInTokens)
    .where(
      and(
        eq(signInTokens.browserHash, tokenHash(browser)),
        eq(signInTokens.email, email),
        gt(signInTokens.usedAt, sql`clock_timestamp() - interval '1 hour'`),
      ),
    )
    .limit(1);
  return row !== undefined;
}

export const signInByPassword = command({
  name: "accounts.sign_in_by_password",
  allow: anyone,
  input: UsePassword,
  limits: ({ email }, ip) => [...byAddress(ip, 60, 60), passwordLimit(email)],
  run: async (work, { email, password, next, device }): Promise<SignIn> => {
    const [known] = await work.tx
      .select({ user: users, hash: passwords.hash })
      .from(users)
      .leftJoin(passwords, eq(passwords.userId, users.id))
      .where(eq(users.email, email));
    const matches = await passwordMatches(known?.hash ?? null, password);
    if (!known || !matches) return failed(work, "password", known?.user.id);
    if (known.user.deactivatedAt) return failed(work, "closed", known.user.id);
    // Families are claimed by a proved address; the first owner's is typed, not proved, until a mail reached it.
    if (known.user.emailVerified) await claim(work.tx, known.user);
    await forgive(work.tx, "accounts.sign_in_by_password", [passwordLimit(email)]);
    const session = await startSession(work.tx, known.user.id, device ?? null);
    work.audit({ type: "user", id: known.user.id }, { by: "password" });
    return { session, userId: known.user.id, next: next ?? null };
  },
});

function failed(
  work: Work<Actor>,
  refused: Extract<SignIn, { refused: string }>["refused"],
  userId?: string,
): SignIn {
  work.audit({ type: "user", id: userId ?? "unknown" }, { refused });
  return { refused };
}

/** Somebody has shown that the address is theirs. Only now does an account come to be. */
async function proved(
  work: Work<Actor>,
  asked: typeof signInTokens.$inferSelect,
  device: string | null,
  by: "link" | "code",
): Promise<SignIn> {
  const { tx, now } = work;
  const { email, locale, next } = asked;
  await tx
    .insert(users)
    .values({ id: newId<"user">(), email, emailVerified: now, locale })
    .onConflictDoNothing({ target: users.email });
  const [user] = await tx.select().from(users).where(eq(users.email, email));
  if (!user) throw new Error("the account is neither new nor old");
  if (user.deactivatedAt) return failed(work, "closed", user.id);
  if (!user.emailVerified)
    await tx.update(users).set({ emailVerified: now }).where(eq(users.id, user.id));
  await claim(tx, user);
  await forgive(tx, "accounts.ask_sign_in", [askLimit(email)]);
  const session = await startSession(tx, user.id, device);
  work.audit({ type: "user", id: user.id }, { by });
  return { session, userId: user.id, next };
}

/** What was booked or referred under the address becomes the person's own, and the name they gave with it. */
async function claim(tx: Tx, user: typeof users.$inferSelect): Promise<void> {
  await acting(tx, { actor: "system" }, () =>
    tx.execute(sql`select claim_address(${user.id}::uuid, ${user.email})`),
  );
  if (user.name) return;
  const [guardian] = await acting(tx, { actor: "parent", userId: user.id }, () =>
    tx
      .select({ name: guardians.name })
      .from(guardians)
      .where(eq(guardians.userId, user.id))
      .limit(1),
  );
  if (guardian) await tx.update(users).set({ name: guardian.name }).where(eq(users.id, user.id));
}
