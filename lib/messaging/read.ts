import { and, count, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { emails, practices } from "@/db/schema";
import { isAdmin, isSystem } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { findMail, openMail } from "./outbox";
import { MailPage, OneMail } from "./schema";

const PAGE = 30;

/** For the mail job: the mail, or null when there is nothing left to do. */
export const mailToSend = query({
  name: "messaging.mail_to_send",
  allow: isSystem,
  input: OneMail,
  run: async ({ tx }, { emailId }) => {
    const row = await findMail(tx, emailId);
    if (row?.state !== "queued" || !row.rendered) return null;
    return {
      id: row.id,
      practiceId: row.practiceId,
      clientId: row.clientId,
      template: row.template,
      channel: row.channel,
      to: row.toAddress,
      at: row.createdAt,
      mail: openMail(row, row.rendered),
    };
  },
});

const listed = {
  id: emails.id,
  practiceId: emails.practiceId,
  practiceName: practices.name,
  template: emails.template,
  channel: emails.channel,
  to: emails.toAddress,
  state: emails.state,
  attempts: emails.attempts,
  lastError: emails.lastError,
  createdAt: emails.createdAt,
  sentAt: emails.sentAt,
};

/** Every mail the installation wrote, newest first. */
export const mailList = query({
  name: "messaging.mail_list",
  allow: isAdmin,
  input: MailPage,
  run: async ({ tx }, { state, before }) => {
    const rows = await tx
      .select(listed)
      .from(emails)
      .leftJoin(practices, eq(practices.practiceId, emails.practiceId))
      .where(
        and(
          state ? eq(emails.state, state) : undefined,
          before ? lt(emails.id, before) : undefined,
        ),
      )
      .orderBy(desc(emails.id))
      .limit(PAGE + 1);
    return { mails: rows.slice(0, PAGE), more: rows.length > PAGE };
  },
});

/** One mail with its words, while it has not been sent. */
export const readMail = query({
  name: "messaging.read_mail",
  allow: isAdmin,
  input: OneMail,
  run: async ({ tx }, { emailId }) => {
    const [row] = await tx
      .select({ ...listed, rendered: emails.rendered })
      .from(emails)
      .leftJoin(practices, eq(practices.practiceId, emails.practiceId))
      .where(eq(emails.id, emailId));
    if (!row) throw notFound();
    const { rendered, ...mail } = row;
    return { ...mail, content: rendered ? openMail(row, rendered) : null };
  },
});

export const mailCounts = query({
  name: "messaging.mail_counts",
  allow: isAdmin,
  input: z.strictObject({}),
  run: async ({ tx }) => {
    const rows = await tx
      .select({ state: emails.state, n: count() })
      .from(emails)
      .groupBy(emails.state);
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  },
});
