import { and, asc, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { users } from "@/db/schema";
import { isAdmin } from "@/lib/core/actor";
import { query } from "@/lib/work/query";

/** Who may check credentials and see how the installation does. */
export const administrators = (tx: Tx) =>
  tx
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      since: users.adminSince,
    })
    .from(users)
    .where(and(isNotNull(users.adminSince), isNull(users.deactivatedAt)))
    .orderBy(asc(users.adminSince), asc(users.id));

export const adminList = query({
  name: "accounts.admins",
  allow: isAdmin,
  input: z.strictObject({}),
  run: async ({ actor, tx }) =>
    (await administrators(tx)).map((row) => ({ ...row, self: row.userId === actor.userId })),
});
