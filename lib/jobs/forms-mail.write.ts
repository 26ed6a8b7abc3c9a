import { and, desc, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { formAssignments, guardians, links, practices } from "@/db/schema";
import { linkSecret, makeLink } from "@/lib/accounts/links";
import type { BookingMailFacts } from "@/lib/booking/mail-facts";
import { familyReaders } from "@/lib/clients/mail-facts";
import { familyIds } from "@/lib/clients/merged";
import { isSystem } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { signedCopies } from "@/lib/intake/consent.read";
import { isTime } from "@/lib/intake/opening";
import { whenText } from "@/lib/messaging/format";
import { mailLinks } from "@/lib/messaging/links";
import { type Draft, queueMails } from "@/lib/messaging/outbox";
import { formsAskedMail, formsReminderMail, signedCopyMail } from "@/lib/messaging/templates/forms";
import { mailWords } from "@/lib/messaging/words";
import { command } from "@/lib/work/command";

const DAY_MS = 86_400_000;
const LINK_DAYS = 90;

type OfFamily = { practiceId: string; clientId: string };

/** How many forms of a booking somebody still has to fill in, and can. */
export const openForms = (
  tx: Tx,
  practiceId: string,
  bookingId: string,
  now: Date,
): Promise<number> =>
  tx.$count(
    formAssignments,
    and(
      eq(formAssignments.practiceId, practiceId),
      eq(formAssignments.bookingId, bookingId),
      eq(formAssignments.status, "open"),
      isTime(now),
    ),
  );

/**
 * Where each reader of a family finds their open forms, by address: in their account, else behind a link of their own.
 * Nobody for whom nothing is open, and the family's part only to those who may see its record.
 */
export async function formsLinks(
  tx: Tx,
  { practiceId, clientId }: OfFamily,
  addresses: readonly string[],
  now: Date,
): Promise<Map<string, string>> {
  const family = await familyIds(tx, practiceId, clientId);
  const people = await tx
    .select()
    .from(guardians)
    .where(and(eq(guardians.practiceId, practiceId), among(guardians.clientId, family)));
  const found = new Map<string, string>();
  for (const person of people) {
    if (!person.email || !addresses.includes(person.email) || found.has(person.email)) continue;
    const own = eq(formAssignments.guardianId, person.id);
    const theirs = person.maySee === "yes" ? or(own, isNull(formAssignments.guardianId)) : own;
    const open = await tx.$count(
      formAssignments,
      and(
        eq(formAssignments.practiceId, practiceId),
        among(formAssignments.clientId, family),
        eq(formAssignments.status, "open"),
        isTime(now),
        theirs,
      ),
    );
    if (open === 0) continue;
    const account = person.userId !== null && person.maySee === "yes";
    found.set(
      person.email,
      account
        ? mailLinks.familyForms()
        : mailLinks.forms(await formsSecret(tx, practiceId, person.id, now)),
    );
  }
  return found;
}

/** One link per guardian at a time: a second mail has the first one's address. */
async function formsSecret(
  tx: Tx,
  practiceId: string,
  guardianId: string,
  now: Date,
): Promise<string> {
  const [link] = await tx
    .select()
    .from(links)
    .where(
      and(
        eq(links.practiceId, practiceId),
        eq(links.kind, "forms"),
        eq(links.subjectId, guardianId),
        isNull(links.revokedAt),
        gt(links.expiresAt, new Date(now.getTime() + 14 * DAY_MS)),
      ),
    )
    .orderBy(desc(links.createdAt))
    .limit(1);
  if (link) return linkSecret(link);
  const expiresAt = new Date(now.getTime() + LINK_DAYS * DAY_MS);
  return makeLink(tx, { practiceId, kind: "forms", subjectId: guardianId, expiresAt });
}

/** To whoever wants reminders and has not finished. */
export async function formsReminderLetters(
  tx: Tx,
  facts: BookingMailFacts,
  reminderId: string,
  now: Date,
): Promise<Draft[]> {
  const { practiceId, clientId } = facts;
  const to = facts.recipients.map((reader) => reader.email);
  const found = await formsLinks(tx, facts, to, now);
  return facts.recipients.flatMap((reader): Draft[] => {
    const link = found.get(reader.email);
    if (!link) return [];
    const words = mailWords(reader.locale ?? facts.locale);
    return [
      {
        ...{
          practiceId,
          clientId,
          template: "forms_reminder",
          about: reminderId,
          to: reader.email,
        },
        dedupe: `forms_reminder:${reminderId}:${reader.email}`,
        mail: formsReminderMail(words, facts, link),
      },
    ];
  });
}

/**
 * That there are forms to fill in: to whoever of the family is told of its lessons, and to each grown-up with a part of
 * their own; not to `told`, whose mail about the lesson leads there.
 */
export async function formsAskedLetters(
  tx: Tx,
  of: OfFamily,
  now: Date,
  told: readonly string[] = [],
): Promise<Draft[]> {
  const { practiceId, clientId } = of;
  const [practice] = await tx
    .select({ name: practices.name, locale: practices.locale })
    .from(practices)
    .where(eq(practices.practiceId, practiceId));
  const own = await tx
    .selectDistinct({ id: formAssignments.guardianId })
    .from(formAssignments)
    .where(
      and(
        eq(formAssignments.practiceId, practiceId),
        among(formAssignments.clientId, await familyIds(tx, practiceId, clientId)),
        eq(formAssignments.status, "open"),
        isTime(now),
        isNotNull(formAssignments.guardianId),
      ),
    );
  const asked = own.flatMap(({ id }) => id ?? []);
  const { recipients } = await familyReaders(tx, of, { purpose: "booking", asked });
  const readers = recipients.filter(({ email }) => !told.includes(email));
  const to = readers.map((reader) => reader.email);
  const found = await formsLinks(tx, of, to, now);
  const hour = now.toISOString().slice(0, 13);
  return readers.flatMap((reader): Draft[] => {
    const link = found.get(reader.email);
    if (!link || !practice) return [];
    const words = mailWords(reader.locale ?? practice.locale);
    return [
      {
        ...{ practiceId, clientId, template: "forms_asked", to: reader.email },
        dedupe: `forms_asked:${clientId}:${hour}:${reader.email}`,
        mail: formsAskedMail(words, practice.name, link),
      },
    ];
  });
}

/** A form that staff asked by hand. */
export const queueForms = command({
  name: "messaging.queue_forms",
  allow: isSystem,
  input: z.strictObject({ practiceId: id("practice"), clientId: id("client") }),
  run: async (work, of) => {
    const queued = await queueMails(work, await formsAskedLetters(work.tx, of, work.now));
    work.audit({ type: "client", id: of.clientId }, { queued });
  },
});

/** The signer's copy of what they signed (ESIGN and UETA: a copy for the signer). */
export const queueConsents = command({
  name: "messaging.queue_consents",
  allow: isSystem,
  input: z.strictObject({
    practiceId: id("practice"),
    guardianId: id("guardian"),
    consentIds: z.array(id("consent")).min(1).max(20),
  }),
  run: async (work, { practiceId, guardianId, consentIds }) => {
    const [signer] = await work.tx
      .select({
        clientId: guardians.clientId,
        email: guardians.email,
        locale: guardians.locale,
        practice: practices.name,
        home: practices.locale,
        zone: practices.timeZone,
        silent: sql<boolean>`exists (select 1 from clients c where c.practice_id = guardians.practice_id
          and c.id = guardians.client_id and c.silent_since is not null)`,
      })
      .from(guardians)
      .innerJoin(practices, eq(practices.practiceId, guardians.practiceId))
      .where(and(eq(guardians.practiceId, practiceId), eq(guardians.id, guardianId)));
    const copies = signer ? await signedCopies(work.tx, practiceId, consentIds) : [];
    const [first] = copies;
    let queued = 0;
    if (signer?.email && !signer.silent && first) {
      const words = mailWords(signer.locale ?? signer.home);
      const at = { startsAt: first.signedAt, endsAt: first.signedAt, timeZone: signer.zone };
      queued = await queueMails(work, [
        {
          ...{ practiceId, clientId: signer.clientId, template: "consents_signed" },
          to: signer.email,
          dedupe: `consents_signed:${first.id}:${signer.email}`,
          mail: signedCopyMail(words, {
            ...{ practice: signer.practice, name: first.typedName, relation: first.relation },
            when: whenText(words, at),
            lines: copies.map(({ shown, answer, textSha256 }) => ({
              ...{ shown, answer },
              hash: textSha256,
            })),
          }),
        },
      ]);
    }
    work.audit({ type: "guardian", id: guardianId }, { queued });
  },
});
