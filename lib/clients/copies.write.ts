import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { guardians, type Kin, type Said } from "@/db/schema";
import { makeLink } from "@/lib/accounts/links";
import { isLink, isParent, isStaff, oneOf, type Parent, type Staff } from "@/lib/core/actor";
import { id, newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { email, line } from "@/lib/core/text";
import { command, type Work } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { familyIds } from "./merged";

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
    const family = await carersOf(work, input.clientId);
    const practiceId = family[0]?.practiceId;
    if (!practiceId) throw notFound();
    await enter(practiceId);
    const same = await carerOfAddress(work, input.clientId, family, input.email);
    const asked = same ?? family.find((one) => one.id === input.guardianId);
    if (input.guardianId && !asked) throw notFound();
    const state = same && stateOf(same, family);
    // Said by the practice: nobody asks round it.
    if (asked?.maySee === "no") throw invalidField("email", "change:errors.copiesNo");
    // The first guardian books and gets the mail anyway; so does whoever has an account.
    if (state === "first" || state === "account")
      throw invalidField("email", "change:errors.copiesAlready");
    if (state === "yes") throw invalidField("email", "change:errors.copiesYes");
    const known = asked?.id;
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
  run: async ({ actor, tx, audit, enqueue }, { answer }) => {
    const [row] = await tx.execute<{ said: boolean }>(
      sql`select answer_copies(${actor.practiceId}::uuid, ${actor.subjectId}::uuid, ${answer === "yes"}) as said`,
    );
    if (!row?.said) throw notFound();
    audit({ type: "guardian", id: actor.subjectId }, { copies: answer === "yes" });
    if (answer === "yes") {
      const { practiceId, subjectId: guardianId } = actor;
      enqueue("mail.copies_begin", { practiceId, guardianId });
    }
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
  run: async ({ actor, tx }, { clientId }) => {
    const people = await carersOf({ actor, tx }, clientId);
    if (people.length === 0) throw notFound();
    // What the practice decided about another grown-up is not for this page; nor is where anybody can be reached.
    return copiesOf(people).filter((one) => one.state !== "no");
  },
});

/** A grown-up of a family as the others of it may know them; `email` is the actor's own, or for staff. */
export type Carer = {
  practiceId: string;
  id: string;
  clientId: string;
  name: string;
  kin: Kin | null;
  relation: string | null;
  you: boolean;
  reachable: boolean;
  claimed: boolean;
  copies: boolean;
  maySee: Said;
  email: string | null;
};

export async function carersOf(
  { actor, tx }: { actor: Staff | Parent; tx: Tx },
  clientId: string,
): Promise<Carer[]> {
  if (actor.kind === "staff") {
    const ids = await familyIds(tx, actor.practiceId, clientId);
    const rows = await tx
      .select()
      .from(guardians)
      .where(and(eq(guardians.practiceId, actor.practiceId), among(guardians.clientId, ids)))
      .orderBy(asc(guardians.createdAt), asc(guardians.id));
    return rows.map(({ copiesSince, userId, ...row }) => ({
      ...row,
      you: false,
      reachable: row.email !== null,
      claimed: userId !== null,
      copies: copiesSince !== null,
    }));
  }
  const rows = await tx.execute<{
    practice_id: string;
    id: string;
    client_id: string;
    name: string;
    kin: Kin | null;
    relation: string | null;
    you: boolean;
    reachable: boolean;
    claimed: boolean;
    copies_since: string | null;
    may_see: Said;
  }>(sql`select * from my_carers(${clientId}::uuid)`);
  return rows.map(({ practice_id, client_id, copies_since, may_see, ...row }) => ({
    ...row,
    practiceId: practice_id,
    clientId: client_id,
    copies: copies_since !== null,
    maySee: may_see,
    email: row.you ? actor.email : null,
  }));
}

/** The grown-up of the family whose address it is; a parent learns that of an address they know already. */
async function carerOfAddress(
  { actor, tx }: { actor: Staff | Parent; tx: Tx },
  clientId: string,
  family: readonly Carer[],
  address: string,
): Promise<Carer | undefined> {
  if (actor.kind === "staff") return family.find((one) => one.email === address);
  const [row] = await tx.execute<{ id: string | null }>(
    sql`select carer_of_address(${clientId}::uuid, ${address}) as id`,
  );
  return family.find((one) => one.id === row?.id);
}

export type CopyState = "first" | "account" | "yes" | "asked" | "none" | "no";
export type CopyReader = { id: string; name: string; email: string | null; state: CopyState };

/** As familyReaders decides who is written to (mail-facts.ts). */
function stateOf(one: Carer, family: readonly Carer[]): CopyState {
  if (one.maySee === "no") return "no";
  if (one.id === family.find((each) => each.reachable && each.maySee !== "no")?.id) return "first";
  if (one.claimed && one.maySee === "yes") return "account";
  if (one.copies) return "yes";
  return one.reachable ? "asked" : "none";
}

/** Who of a family gets its mail, and why. */
const copiesOf = (people: readonly Carer[]): CopyReader[] =>
  people.map((one) => ({
    id: one.id,
    name: one.name,
    email: one.email,
    state: stateOf(one, people),
  }));

export const staffCopies = query({
  name: "clients.copies",
  allow: isStaff,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor, tx }, { clientId }) => copiesOf(await carersOf({ actor, tx }, clientId)),
});
