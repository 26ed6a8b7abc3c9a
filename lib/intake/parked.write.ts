import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { parkedDrafts } from "@/db/schema";
import { isParent, isVisitor } from "@/lib/core/actor";
import { id, newToken, token, tokenHash } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { byAddress } from "@/lib/work/rate";
import { sealForSystem, unsealForSystem } from "@/lib/work/vault";

/** The fields of one form as they were typed. */
const Parked = z.strictObject({
  assignmentId: id("form_assignment"),
  section: z.string().max(40),
  fields: z.record(z.string().max(80), z.string().max(8000)),
});
const MOST_BYTES = 60_000;

const where = (hash: Buffer) => ({
  table: "parked_drafts",
  column: "body",
  practiceId: null,
  id: hash.toString("hex"),
});

/**
 * Keeps what somebody typed into a form after their session had ended, for an hour, until they signed in again. It is in
 * nobody's record; only the browser that sent it has the secret. Who sends it is not known, so it is counted by its form,
 * which only whoever was asked to fill it in knows of.
 */
export const parkDraft = command({
  name: "intake.park_draft",
  allow: isVisitor,
  input: Parked.refine((one) => JSON.stringify(one).length <= MOST_BYTES, "errors:tooLarge"),
  limits: ({ assignmentId }, ip) => [
    ...byAddress(ip, 120, 60),
    { subject: `form:${assignmentId}`, most: 60, minutes: 60 },
  ],
  run: async ({ tx, audit }, draft) => {
    const [form] = await tx.execute<{ asked: boolean }>(
      sql`select form_is_asked(${draft.assignmentId}::uuid) as asked`,
    );
    if (!form?.asked) throw notFound();
    const secret = newToken();
    const hash = tokenHash(secret);
    await tx.insert(parkedDrafts).values({
      tokenHash: hash,
      body: sealForSystem(where(hash), JSON.stringify(draft)),
      expiresAt: sql`clock_timestamp() + interval '1 hour'`,
    });
    audit({ type: "installation", id: "parked" }, { fields: Object.keys(draft.fields).length });
    return { secret };
  },
});

/** What was parked with this secret, for the form and part it was typed into; null when there is nothing. */
export const parkedDraft = query({
  name: "intake.parked",
  allow: isParent,
  input: z.strictObject({ secret: token }),
  run: async ({ tx, now }, { secret }) => {
    const hash = tokenHash(secret);
    const [row] = await tx.select().from(parkedDrafts).where(eq(parkedDrafts.tokenHash, hash));
    if (!row || row.expiresAt <= now) return null;
    return Parked.parse(JSON.parse(unsealForSystem(where(hash), row.body)));
  },
});
