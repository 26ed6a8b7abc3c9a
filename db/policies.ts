import { type SQL, sql } from "drizzle-orm";
import { type PgPolicy, pgPolicy, pgRole } from "drizzle-orm/pg-core";

/** The role of the web process and the worker: no BYPASSRLS, owns nothing. Made in the first migration. */
export const appRole = pgRole("handsel_app").existing();
/** A group the migrating user belongs to, so that SECURITY DEFINER functions see rows under FORCE. */
export const ownerRole = pgRole("handsel_owner").existing();

/** Which rows an actor may read, add, change and remove: SQL over the table's columns, "true" for all of the practice's. */
type Change = string | { from: string; to: string };
type Verbs = { read?: string; add?: string; change?: Change; remove?: string };
type Rows = Partial<Record<"staff" | "parent" | "visitor" | "link" | "doctor" | "admin", Verbs>>;

export const ANY = "true";
export const OWN_CLIENT = "client_id = any(array(select my_clients()))";
export const LINK_CLIENT = "client_id = (select link_client())";
export const CLINICAL = "(select app_role()) in ('owner', 'practitioner')";
export const OWNER = "(select app_role()) = 'owner'";
/** The practitioner of the row is shown to the public. */
export const PUBLISHED = "practitioner_id = any(array(select published_practitioners()))";
export const everyVerb = (rows: string): Verbs => ({
  read: rows,
  add: rows,
  change: rows,
  remove: rows,
});
export const write = (rows: string): Verbs => ({ read: rows, add: rows, change: rows });

const raw = (text: string): SQL => sql.raw(text);

/**
 * The policies of one table: a RESTRICTIVE wall on the practice, a permissive policy per actor and verb, nothing else.
 * `wall: "open"` is for tables that visitors and admins read over all practices (their permissive policies still apply).
 */
export function rowsFor(rules: Rows, wall: "practice" | "open" | "none" = "practice"): PgPolicy[] {
  const inside = "practice_id = any(array(select app_practices()))";
  const tenant =
    wall === "open" ? `(select app_actor()) in ('visitor', 'admin') or ${inside}` : inside;
  // A job works inside one practice, or on the platform's own rows.
  const system =
    wall === "none"
      ? "(select app_actor()) = 'system' and ((select app_practice()) is null or practice_id is null or practice_id = (select app_practice()))"
      : "(select app_actor()) = 'system'";
  const made: PgPolicy[] = [
    pgPolicy("owner_all", { to: ownerRole, for: "all", using: sql`true`, withCheck: sql`true` }),
    pgPolicy("system_all", { to: appRole, for: "all", using: raw(system), withCheck: raw(system) }),
  ];
  if (wall !== "none") {
    const both = { using: raw(tenant), withCheck: raw(inside) };
    made.push(pgPolicy("practice_wall", { as: "restrictive", to: appRole, for: "all", ...both }));
  }
  for (const [actor, verbs] of Object.entries(rules)) {
    const when = (rows: string) =>
      raw(`(select app_actor()) = '${actor}'${rows === ANY ? "" : ` and (${rows})`}`);
    if (verbs.read)
      made.push(pgPolicy(`${actor}_read`, { to: appRole, for: "select", using: when(verbs.read) }));
    if (verbs.add)
      made.push(
        pgPolicy(`${actor}_add`, { to: appRole, for: "insert", withCheck: when(verbs.add) }),
      );
    if (verbs.change) {
      const { from, to } =
        typeof verbs.change === "string" ? { from: verbs.change, to: verbs.change } : verbs.change;
      const both = { using: when(from), withCheck: when(to) };
      made.push(pgPolicy(`${actor}_change`, { to: appRole, for: "update", ...both }));
    }
    if (verbs.remove)
      made.push(
        pgPolicy(`${actor}_remove`, { to: appRole, for: "delete", using: when(verbs.remove) }),
      );
  }
  return made;
}
