import { and, desc, eq, inArray, lt } from "drizzle-orm";
import { z } from "zod";
import { auditEvents, users } from "@/db/schema";
import { isAdmin } from "@/lib/core/actor";
import { query } from "@/lib/work/query";
import { AuditPage } from "./schema";

const PAGE = 50;
const uuid = z.uuid();

/** One chain of the audit trail, newest first: ids and field names, because values are never in it. */
export const auditList = query({
  name: "audit.list",
  allow: isAdmin,
  input: AuditPage,
  run: async ({ tx }, { chain, before }) => {
    const rows = await tx
      .select()
      .from(auditEvents)
      .where(
        and(
          eq(auditEvents.practiceId, chain),
          before === undefined ? undefined : lt(auditEvents.seq, before),
        ),
      )
      .orderBy(desc(auditEvents.seq))
      .limit(PAGE + 1);
    const shown = rows.slice(0, PAGE);
    const ids = shown.flatMap(({ actorId }) => (uuid.safeParse(actorId).success ? [actorId] : []));
    const people = ids.length
      ? await tx
          .select({ id: users.id, name: users.name, email: users.email })
          .from(users)
          .where(
            inArray(
              users.id,
              [...new Set(ids)].filter((one) => one !== null),
            ),
          )
      : [];
    const names = new Map(people.map(({ id, name, email }) => [id, name ?? email]));
    return {
      more: rows.length > PAGE,
      events: shown.map(({ previous: _previous, hash, ...event }) => ({
        ...event,
        actorName: names.get(event.actorId ?? "") ?? null,
        detail: event.detail as Record<string, unknown>,
        hash: hash.toString("hex").slice(0, 12),
      })),
    };
  },
});
