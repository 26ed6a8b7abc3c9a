import { eq } from "drizzle-orm";
import { z } from "zod";
import { practices } from "@/db/schema";
import { isOwner, isStaff } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { ticked, wholeNumber } from "@/lib/core/text";
import { command } from "@/lib/work/command";
import { query } from "@/lib/work/query";

/** How a practice meets families that book by themselves: how long a request waits, and whether strangers prove an address. */
export const welcomeSettings = query({
  name: "booking.welcome",
  allow: isStaff,
  input: z.strictObject({}),
  run: async ({ actor, tx }) => {
    const [row] = await tx
      .select({ requestHours: practices.requestHours, proveFirst: practices.proveFirst })
      .from(practices)
      .where(eq(practices.practiceId, actor.practiceId));
    if (!row) throw notFound();
    return row;
  },
});

export const saveWelcome = command({
  name: "booking.save_welcome",
  allow: isOwner,
  input: z.strictObject({
    requestHours: wholeNumber(1, 336, "change:errors.requestHours"),
    proveFirst: ticked,
  }),
  run: async ({ actor, tx, audit }, values) => {
    await tx.update(practices).set(values).where(eq(practices.practiceId, actor.practiceId));
    audit({ type: "practice", id: actor.practiceId }, values);
    return null;
  },
});
