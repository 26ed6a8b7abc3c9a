import postgres from "postgres";

/** Known to everybody who reads the README: a world with these sign-ins is never for real families. */
export const demoPassword = "a calm demo world";

/** One sign-in per role of the demo world. */
export const demoSignIns: { role: string; email: string; password?: string }[] = [
  { role: "Practitioner and owner", email: "rosa@example.com", password: demoPassword },
  { role: "Front desk", email: "desk@example.com", password: demoPassword },
  { role: "Parent", email: "ana@example.com", password: demoPassword },
  { role: "Doctor", email: "dr.haddad@example.com", password: demoPassword },
  { role: "Administrator", email: "admin@example.com", password: demoPassword },
];

export type Installation = {
  /** Nobody has an account yet. */
  empty: boolean;
  /** It holds the demo world, whose passwords everybody knows. */
  demo: boolean;
  signIns: typeof demoSignIns;
};

/** What a migrated database holds, for who starts it. */
export async function installationOf(ownerUrl: string): Promise<Installation> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const [found] = await sql<{ empty: boolean; demo: boolean }[]>`
      select not exists (select 1 from users) as empty, exists (select 1 from settings where key = 'demo') as demo`;
    const { empty = true, demo = false } = found ?? {};
    return { empty, demo, signIns: demo ? demoSignIns : [] };
  } finally {
    await sql.end();
  }
}
