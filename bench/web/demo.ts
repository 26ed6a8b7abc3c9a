import { readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { connect } from "@/db/client";
import { sessionCookieName } from "@/lib/accounts/rules";
import { startSession } from "@/lib/accounts/sessions";

export type Demo = {
  ownerUrl: string;
  practitionerId: string;
  serviceId: string;
  /** The cookie of Rosa, signed in. */
  cookie: string;
};

/** What the bench must know of the demo world that runs on this data directory, and a session in it. */
export async function demoOf(data: string): Promise<Demo> {
  const read = (name: string): string => readFileSync(path.join(data, name), "utf8").trim();
  const port = read("postgres/postmaster.pid").split("\n")[3];
  const ownerUrl = `postgres://postgres:${read("postgres-password")}@127.0.0.1:${port}/handsel`;
  const { db, end } = connect(ownerUrl, 1);
  try {
    const [rosa] = await db.execute<{ user: string; practitioner: string; service: string }>(sql`
      select p.user_id as user, p.id as practitioner, s.id as service
      from practitioners p join services s on s.practice_id = p.practice_id and s.practitioner_id = p.id
      where p.slug = 'rosa-calder' order by s.position, s.name limit 1`);
    if (!rosa) throw new Error("the demo world has no Rosa");
    const { cookie } = await db.transaction((tx) => startSession(tx, rosa.user, null));
    return {
      ownerUrl,
      practitionerId: rosa.practitioner,
      serviceId: rosa.service,
      cookie: `${sessionCookieName(false)}=${cookie}`,
    };
  } finally {
    await end();
  }
}
