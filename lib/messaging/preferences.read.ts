import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import { guardians } from "@/db/schema";
import { familyIds } from "@/lib/clients/merged";
import { isParent, isStaff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { query } from "@/lib/work/query";
import { preferencesOf } from "./preferences";

/** One's own wishes, at every practice that knows the family. */
export const ownPreferences = query({
  name: "messaging.own_preferences",
  allow: isParent,
  input: z.strictObject({}),
  run: async ({ actor, tx, now }) => {
    const mine = await tx
      .select({ id: guardians.id })
      .from(guardians)
      .where(eq(guardians.userId, actor.userId));
    return preferencesOf(
      tx,
      mine.map((row) => row.id),
      now,
    );
  },
});

/** The wishes of a family's grown-ups, for staff who are told them. */
export const familyPreferences = query({
  name: "messaging.family_preferences",
  allow: isStaff,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor, tx, now }, { clientId }) => {
    const theirs = await tx
      .select({ id: guardians.id })
      .from(guardians)
      .where(
        and(
          eq(guardians.practiceId, actor.practiceId),
          among(guardians.clientId, await familyIds(tx, actor.practiceId, clientId)),
        ),
      );
    return preferencesOf(
      tx,
      theirs.map((row) => row.id),
      now,
    );
  },
});
