import { eq, sql } from "drizzle-orm";
import { emails } from "@/db/schema";
import { acting } from "@/lib/accounts/elevate";
import { isAdmin, isSystem } from "@/lib/core/actor";
import { notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { noMoreTexts } from "./opt-out";
import { findMail, sendJobKey, wakeWaiting } from "./outbox";
import { NoteTry, OneMail } from "./schema";
import { OPTED_OUT } from "./texts";

/** Writes down what became of a try. A sent mail's text is dropped: the receiver has it. */
export const noteTry = command({
  name: "messaging.note_try",
  allow: isSystem,
  input: NoteTry,
  run: async ({ tx, audit }, { emailId, outcome }) => {
    const attempts = sql`${emails.attempts} + 1`;
    const set =
      outcome.is === "sent"
        ? {
            state: "sent" as const,
            rendered: null,
            lastError: null,
            sentAt: sql`clock_timestamp()`,
          }
        : outcome.is === "kept"
          ? { state: "kept" as const, lastError: null }
          : outcome.is === "dropped"
            ? { state: "dropped" as const, rendered: null, lastError: null }
            : {
                lastError: outcome.code,
                ...(outcome.last && { state: "failed" as const }),
                ...(outcome.stayed && { leavingAt: null }),
              };
    const [row] = await tx
      .update(emails)
      .set({ ...set, ...(outcome.is !== "dropped" && { attempts }) })
      .where(eq(emails.id, emailId))
      .returning();
    if (row && outcome.is === "sent") await wakeWaiting(tx, row.channel);
    if (row && outcome.is === "refused" && outcome.code === OPTED_OUT) await noMoreTexts(tx, row);
    audit({ type: "email", id: emailId }, outcome);
  },
});

/** After somebody repaired what was wrong, an administrator gives a failed mail its tries again. */
export const retryMail = command({
  name: "messaging.retry_mail",
  allow: isAdmin,
  input: OneMail,
  run: async ({ tx, audit, enqueue }, { emailId }) => {
    const row = await findMail(tx, emailId);
    if (!row) throw notFound();
    if (row.state !== "failed") throw new Refusal("conflict", "admin:errors.mailNotFailed");
    await acting(tx, { actor: "system" }, () =>
      tx.update(emails).set({ state: "queued", lastError: null }).where(eq(emails.id, emailId)),
    );
    enqueue("mail.send", { emailId }, { key: sendJobKey(emailId) });
    audit({ type: "email", id: emailId });
  },
});
