import { and, asc, count, eq, isNull, min, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { babies, clients, files } from "@/db/schema";
import { standing } from "@/lib/clients/consent.rules";
import { consentsOfFamilies } from "@/lib/clients/consents";
import { familyName } from "@/lib/clients/merged";
import { babyTitle } from "@/lib/clients/rules";
import { isClinician } from "@/lib/core/actor";
import { query } from "@/lib/work/query";

/** The row of a child that its page is about (docs/decisions/0015). */
const goesOn = alias(babies, "goes_on");

const ASKED = 500;
const SHOWN = 50;

/** Children of whom the practice has pictures that their family wants no more, the longest kept first: no picture. */
export const picturesToDelete = query({
  name: "documents.pictures_to_delete",
  allow: isClinician,
  beside: true,
  input: z.strictObject({}),
  run: async ({ actor, tx }) => {
    const { practiceId } = actor;
    const rows = await tx
      .select({
        babyId: goesOn.id,
        clientId: clients.id,
        firstName: goesOn.firstName,
        family: familyName,
        count: count(),
      })
      .from(files)
      .innerJoin(babies, and(eq(babies.practiceId, files.practiceId), eq(babies.id, files.babyId)))
      .innerJoin(
        goesOn,
        and(
          eq(goesOn.practiceId, babies.practiceId),
          eq(goesOn.id, sql`coalesce(${babies.sameAs}, ${babies.id})`),
        ),
      )
      .innerJoin(
        clients,
        and(eq(clients.practiceId, goesOn.practiceId), eq(clients.id, goesOn.clientId)),
      )
      .where(
        and(
          eq(files.practiceId, practiceId),
          eq(files.about, "photo"),
          eq(files.byKind, "staff"),
          isNull(files.removedAt),
          // Some no was said; whether it still holds is asked of each family below.
          sql`exists (select 1 from consents k
            join clients c on c.practice_id = k.practice_id and c.id = k.client_id
            where k.practice_id = ${files.practiceId} and k.kind = 'photo_video' and k.answer <> 'given'
              and coalesce(c.merged_into, c.id) = coalesce(${clients.mergedInto}, ${clients.id}))`,
        ),
      )
      .groupBy(goesOn.id, goesOn.firstName, clients.id, familyName)
      .orderBy(asc(min(files.createdAt)), asc(goesOn.id))
      .limit(ASKED);
    const said = await consentsOfFamilies(tx, practiceId, [
      ...new Set(rows.map(({ clientId }) => clientId)),
    ]);
    // Cut after each family was asked: noes that no longer hold would keep the others out.
    return rows
      .filter(
        ({ clientId }) => standing(said.get(clientId) ?? []).get("photo_video") === "objected",
      )
      .slice(0, SHOWN)
      .map(({ clientId: _, firstName, family, ...row }) => ({
        ...row,
        title: babyTitle(firstName, family),
      }));
  },
});
