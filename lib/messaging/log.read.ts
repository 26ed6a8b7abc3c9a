import { and, desc, eq, gt, isNotNull, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { clients, emails, guardians } from "@/db/schema";
import { familyIds } from "@/lib/clients/merged";
import { isStaff } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { sendJobKey } from "./outbox";
import { waitingOf } from "./plan";
import { FamilyLog } from "./schema";
import { reasonOf } from "./state";

const PAGE = 20;
const DAY_MS = 86_400_000;
/** As long as the words of a mail that did not arrive are kept. */
const TODO_DAYS = 30;

const listed = {
  id: emails.id,
  template: emails.template,
  channel: emails.channel,
  to: emails.toAddress,
  state: emails.state,
  attempts: emails.attempts,
  lastError: emails.lastError,
  createdAt: emails.createdAt,
  sentAt: emails.sentAt,
};

/** What a family was sent, is being sent and will be sent; the newest first, what waits in front. */
export const familyLog = query({
  name: "messaging.family_log",
  allow: isStaff,
  input: FamilyLog,
  run: async ({ actor, tx }, { clientId, before }) => {
    const { practiceId } = actor;
    const [client] = await tx
      .select({ name: clients.name, silentSince: clients.silentSince })
      .from(clients)
      .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)));
    if (!client) throw notFound();
    const ids = await familyIds(tx, practiceId, clientId);
    const rows = await tx
      .select(listed)
      .from(emails)
      .where(
        and(
          eq(emails.practiceId, practiceId),
          among(emails.clientId, ids),
          before ? lt(emails.id, before) : undefined,
        ),
      )
      .orderBy(desc(emails.id))
      .limit(PAGE + 1);
    const shown = rows.slice(0, PAGE);
    const [names, tries] = [
      await namesOf(tx, practiceId, ids),
      await triesOf(
        tx,
        shown.filter((row) => row.state === "queued").map((row) => row.id),
      ),
    ];
    return {
      family: client.name,
      silent: client.silentSince !== null,
      waiting: before || client.silentSince ? [] : await waitingOf(tx, practiceId, ids),
      messages: shown.map(({ lastError, ...row }) => ({
        ...row,
        name: names.get(row.to) ?? null,
        reason: lastError ? reasonOf(lastError, row.channel) : null,
        nextTry: tries.get(row.id) ?? null,
      })),
      more: rows.length > PAGE,
    };
  },
});

async function namesOf(
  tx: Tx,
  practiceId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx
    .select({ name: guardians.name, email: guardians.email })
    .from(guardians)
    .where(
      and(
        eq(guardians.practiceId, practiceId),
        among(guardians.clientId, ids),
        isNotNull(guardians.email),
      ),
    );
  return new Map(rows.map((row) => [row.email ?? "", row.name]));
}

/** When those that wait are tried again: the queue knows. */
async function triesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Date>> {
  if (ids.length === 0) return new Map();
  const keys = ids.map(sendJobKey);
  const rows = await tx.execute<{ key: string; run_at: string }>(
    sql`select key, run_at from graphile_worker.jobs where key in ${keys} and attempts < max_attempts`,
  );
  return new Map(rows.map((row) => [row.key.slice(sendJobKey("").length), new Date(row.run_at)]));
}

/** Families whom a message did not reach, for somebody to look after. */
export const unreached = query({
  name: "messaging.unreached",
  allow: isStaff,
  beside: true,
  input: z.strictObject({}),
  run: async ({ actor, tx, now }) => {
    const { practiceId } = actor;
    const rows = await tx
      .select({ ...listed, clientId: emails.clientId, family: clients.name })
      .from(emails)
      .innerJoin(
        clients,
        and(eq(clients.practiceId, emails.practiceId), eq(clients.id, emails.clientId)),
      )
      .where(
        and(
          eq(emails.practiceId, practiceId),
          eq(emails.state, "failed"),
          gt(emails.createdAt, new Date(now.getTime() - TODO_DAYS * DAY_MS)),
        ),
      )
      .orderBy(desc(emails.id))
      .limit(50);
    if (rows.length === 0) return [];
    const people = await tx
      .select({ clientId: guardians.clientId, email: guardians.email, name: guardians.name })
      .from(guardians)
      .where(
        and(
          eq(guardians.practiceId, practiceId),
          among(
            guardians.clientId,
            rows.flatMap((row) => row.clientId ?? []),
          ),
        ),
      );
    const found = new Map<
      string,
      { clientId: string; name: string; channel: "email" | "sms"; count: number }
    >();
    for (const { clientId, to, channel, family } of rows) {
      if (!clientId) continue;
      const name = people.find((one) => one.clientId === clientId && one.email === to)?.name;
      const known = found.get(clientId);
      found.set(clientId, {
        clientId,
        channel,
        name: known?.name ?? name ?? family,
        count: (known?.count ?? 0) + 1,
      });
    }
    return [...found.values()];
  },
});
