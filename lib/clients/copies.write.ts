import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { guardians } from "@/db/schema";
import { makeLink } from "@/lib/accounts/links";
import { isLink, isParent, isStaff, oneOf, type Parent, type Staff } from "@/lib/core/actor";
import { id, newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { email, line } from "@/lib/core/text";
import { command, type Work } from "@/lib/work/command";
import { query } from "@/lib/work/query";

// Copies for another guardian (feature e8): a member of the family or of the practice names an address, one mail asks,
// and only the person behind that address says yes.

const DAY_MS = 86_400_000;
/** The link is also how an answer is changed later. */
const LINK_DAYS = 400;

const Ask = z.strictObject({
  clientId: id("client"),
  /** Somebody the practice knows; else a new guardian of this name. */
  guardianId: z.preprocess(
    (typed) => (typed === "" ? undefined : typed),
    id("guardian").optional(),
  ),
  name: line(80, "clients:errors.guardianName"),
  email: email(),
});

export const askForCopies = command({
  name: "clients.ask_copies",
  allow: oneOf<Staff | Parent>(isStaff, isParent),
  input: Ask,
  limits: ({ email: to, clientId }) => [
    { subject: `to:${to}`, most: 3, minutes: 24 * 60 },
    { subject: `family:${clientId}`, most: 6, minutes: 24 * 60 },
  ],
  run: async (work, input) => {
    const { tx, audit, enqueue, enter, now } = work;
    const family = await tx
      .select()
      .from(guardians)
      .where(eq(guardians.clientId, input.clientId))
      .orderBy(asc(guardians.createdAt), asc(guardians.id));
    const practiceId = family[0]?.practiceId;
    if (!practiceId) throw notFound();
    await enter(practiceId);
    const same = family.find((one) => one.email === input.email);
    // The first guardian books and gets the mail anyway; so does whoever has an account.
    if (same && (same.id === family.find((one) => one.email)?.id || same.userId))
      throw invalidField("email", "change:errors.copiesAlready");
    if (same?.copiesSince) throw invalidField("email", "change:errors.copiesYes");
    const known = same?.id ?? input.guardianId;
    const guardianId = known ?? newId<"guardian">();
    if (known === undefined)
      await tx.insert(guardians).values({
        practiceId,
        id: guardianId,
        clientId: input.clientId,
        name: input.name,
        email: input.email,
      });
    else if (!(await nameAddress(work, practiceId, known, input.email)))
      throw new Refusal("conflict", "change:errors.copiesAccount");
    await makeLink(tx, {
      practiceId,
      kind: "copies",
      subjectId: guardianId,
      expiresAt: new Date(now.getTime() + LINK_DAYS * DAY_MS),
    });
    audit({ type: "guardian", id: guardianId }, { clientId: input.clientId, asked: true });
    enqueue("mail.copies", { practiceId, guardianId });
    return { clientId: input.clientId as string };
  },
});

async function nameAddress(
  { tx, actor }: Pick<Work<Staff | Parent>, "tx" | "actor">,
  practiceId: string,
  guardianId: string,
  to: string,
): Promise<boolean> {
  if (actor.kind === "parent") {
    const [row] = await tx.execute<{ named: boolean }>(
      sql`select name_copies_address(${practiceId}::uuid, ${guardianId}::uuid, ${to}) as named`,
    );
    return row?.named === true;
  }
  const named = await tx
    .update(guardians)
    .set({ email: to, copiesSince: null })
    .where(
      and(
        eq(guardians.practiceId, practiceId),
        eq(guardians.id, guardianId),
        sql`${guardians.userId} is null`,
      ),
    )
    .returning({ id: guardians.id });
  return named.length > 0;
}

/** Said by a person's own press; the page that is only opened, as by a mail scanner, says nothing. */
export const answerCopies = command({
  name: "clients.answer_copies",
  allow: isLink("copies"),
  input: z.strictObject({ answer: z.enum(["yes", "no"], "errors:choose") }),
  run: async ({ actor, tx, audit }, { answer }) => {
    const [row] = await tx.execute<{ said: boolean }>(
      sql`select answer_copies(${actor.practiceId}::uuid, ${actor.subjectId}::uuid, ${answer === "yes"}) as said`,
    );
    if (!row?.said) throw notFound();
    audit({ type: "guardian", id: actor.subjectId }, { copies: answer === "yes" });
    return { answer };
  },
});

/** What is asked behind the link: by whom, of which practice. Nothing of the family's lessons or babies. */
export const copiesQuestion = query({
  name: "clients.copies_question",
  allow: isLink("copies"),
  input: z.strictObject({}),
  run: async ({ actor, tx }) => {
    const [row] = await tx.execute<{
      name: string;
      asked_by: string | null;
      practice: string;
      since: string | null;
    }>(sql`select * from copies_question(${actor.practiceId}::uuid, ${actor.subjectId}::uuid)`);
    if (!row) throw notFound();
    return {
      name: row.name,
      askedBy: row.asked_by ?? row.practice,
      practice: row.practice,
      agreed: row.since !== null,
    };
  },
});

/** The grown-ups of the actor's own families, with who of them gets mail, for the page that asks another one. */
export const ownCopies = query({
  name: "clients.own_copies",
  allow: isParent,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ tx }, { clientId }) => {
    const people = await tx
      .select()
      .from(guardians)
      .where(eq(guardians.clientId, clientId))
      .orderBy(asc(guardians.createdAt), asc(guardians.id));
    if (people.length === 0) throw notFound();
    return copiesOf(people);
  },
});

type Guardian = typeof guardians.$inferSelect;
export type CopyReader = {
  id: string;
  name: string;
  email: string | null;
  state: "first" | "account" | "yes" | "asked" | "none";
};
/** Who of a family gets its mail, and why. */
export const copiesOf = (people: readonly Guardian[]): CopyReader[] => {
  const first = people.find((one) => one.email)?.id;
  return people.map(({ id: guardianId, name, email: address, userId, copiesSince }) => ({
    id: guardianId,
    name,
    email: address,
    state:
      guardianId === first
        ? "first"
        : userId
          ? "account"
          : copiesSince
            ? "yes"
            : address
              ? "asked"
              : "none",
  }));
};

export const staffCopies = query({
  name: "clients.copies",
  allow: isStaff,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor, tx }, { clientId }) =>
    copiesOf(
      await tx
        .select()
        .from(guardians)
        .where(
          and(
            eq(guardians.practiceId, actor.practiceId),
            eq(guardians.clientId, clientId),
            isNotNull(guardians.name),
          ),
        )
        .orderBy(asc(guardians.createdAt), asc(guardians.id)),
    ),
});
