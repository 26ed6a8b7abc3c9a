import type { Tx } from "@/db/client";
import { practitioners } from "@/db/schema";
import { newId } from "@/lib/core/id";
import { slugOf } from "./rules";

/** A page of their own for somebody who teaches; hidden until they publish it. The address may not be taken twice. */
export async function makePractitioner(
  tx: Tx,
  person: { practiceId: string; userId: string; name: string },
): Promise<string> {
  const id = newId<"practitioner">();
  const base = slugOf(person.name) || "practitioner";
  for (let attempt = 0; ; attempt++) {
    const slug = attempt === 0 ? base : `${base}-${attempt + 1}`;
    const made = await tx
      .insert(practitioners)
      .values({
        practiceId: person.practiceId,
        id,
        userId: person.userId,
        slug,
        displayName: person.name,
      })
      .onConflictDoNothing({ target: practitioners.slug });
    if (made.count > 0) return id;
  }
}
