import { sql } from "drizzle-orm";
import { z } from "zod";
import { isSystem } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { command } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { planReminders } from "./plan";

const MOST_AT_ONCE = 500;
const MOST_DUE = 2000;

/** After the practice changed when it reminds: every lesson to come, some hundreds at a time. */
export const replan = command({
  name: "messaging.replan",
  allow: isSystem,
  input: z.strictObject({
    practiceId: id("practice"),
    serviceId: id("service").nullable(),
    after: id("booking").nullable(),
  }),
  run: async ({ tx, now, audit, enqueue }, { practiceId, serviceId, after }) => {
    const done = await planReminders(tx, { practiceId, serviceId, after, most: MOST_AT_ONCE }, now);
    if (done.looked === MOST_AT_ONCE)
      enqueue("remind.plan", { practiceId, serviceId, after: done.last });
    audit(
      { type: serviceId ? "service" : "practice", id: serviceId ?? practiceId },
      { planned: done.planned, removed: done.removed },
    );
  },
});

/** Ids of what is due in any practice; a job per reminder does the rest inside its practice. */
export const dueReminders = query({
  name: "messaging.due_reminders",
  allow: isSystem,
  input: z.strictObject({ now: z.date() }),
  run: async ({ tx }, { now }) => {
    const rows = await tx.execute<{ practice_id: string; id: string }>(
      sql`select * from due_reminders(${now.toISOString()}::timestamptz, ${MOST_DUE})`,
    );
    return rows.map((row) => ({ practiceId: row.practice_id, reminderId: row.id }));
  },
});

/** A job for each of them. Asked twice, the queue keeps one by its key. */
export const startReminders = command({
  name: "messaging.start_reminders",
  allow: isSystem,
  input: z.strictObject({
    due: z
      .array(z.strictObject({ practiceId: id("practice"), reminderId: id("reminder") }))
      .max(MOST_DUE),
  }),
  run: async ({ enqueue, audit }, { due }) => {
    for (const one of due) enqueue("remind.send", one, { key: `remind:${one.reminderId}` });
    audit({ type: "installation", id: "remind" }, { due: due.length });
  },
});
