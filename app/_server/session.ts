import { randomUUID } from "node:crypto";
import { DrizzleAdapter } from "@auth/drizzle-adapter";
import NextAuth from "next-auth";
import type { Adapter, AdapterSession, AdapterUser } from "next-auth/adapters";
import { database } from "@/db/client";
import { accounts, sessions, users } from "@/db/schema";
import { sessionCookieName, sessionHash, sessionHours } from "@/lib/accounts/rules";
import { noteSeen } from "@/lib/accounts/sessions";
import { publicUrl } from "@/lib/core/env";
import { systemNow } from "@/lib/core/time";
import { derivedSecret } from "@/lib/work/vault";

/** The tables hold hashes of session tokens, so each call of the adapter hashes what the cookie brought. */
function hashedAdapter(): Adapter {
  const base = DrizzleAdapter(database(), {
    usersTable: users,
    accountsTable: accounts,
    sessionsTable: sessions,
  });
  return {
    ...base,
    getSessionAndUser: async (token) => {
      try {
        const found = (await base.getSessionAndUser?.(sessionHash(token))) ?? null;
        if (found && !seenLately(found.session)) await noteSeen(sessionHash(token));
        return found;
      } catch (error) {
        // next-auth would take it for "no session", and people for signed out.
        const broke = randomUUID();
        failures.set(broke, error);
        const expires = new Date(systemNow().getTime() + SEEN_MS);
        return {
          session: { sessionToken: token, userId: "", expires },
          user: { id: "", email: "", emailVerified: null, broke },
        } satisfies Found;
      }
    },
    // A session ends when it was said to end at sign-in: next-auth would stretch a staff session to thirty days.
    updateSession: () => null,
    deleteSession: (token) => base.deleteSession?.(sessionHash(token)),
  };
}

type Found = { session: AdapterSession; user: AdapterUser & { broke?: string } };
/** What kept a session from being read, on its way through next-auth, which hands on nothing but JSON. */
const failures = new Map<unknown, unknown>();
const SEEN_MS = 5 * 60_000;

/** The row came with the session, so most requests need not ask whether it is to be written. */
function seenLately(session: object): boolean {
  const at = "lastSeenAt" in session ? session.lastSeenAt : null;
  return at instanceof Date && systemNow().getTime() - at.getTime() < SEEN_MS;
}

export const isSecure = (): boolean => publicUrl().startsWith("https:");

export const sessionCookie = () => ({
  name: sessionCookieName(isSecure()),
  options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } as const,
});

/** Reads the session of a request; what kept it from being read is thrown. */
export async function signedIn() {
  const session = await auth();
  if (!session || !("broke" in session)) return session;
  const failure = failures.get(session.broke);
  failures.delete(session.broke);
  throw failure;
}

/** Sign-in inserts the row itself (lib/accounts/write.ts); next-auth keeps and reads it. */
const { auth } = NextAuth(() => ({
  adapter: hashedAdapter(),
  providers: [],
  secret: derivedSecret("next-auth"),
  trustHost: true,
  session: { strategy: "database", maxAge: sessionHours.parent * 3600, updateAge: 24 * 3600 },
  cookies: { sessionToken: sessionCookie() },
  callbacks: {
    session: ({ session, user }) => ({
      expires: session.expires,
      user: { id: user.id, email: user.email, name: user.name ?? null },
      ...("broke" in user && { broke: user.broke }),
    }),
  },
}));
