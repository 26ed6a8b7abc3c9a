import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { noteSnippets } from "@/db/schema";
import { isClinician } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { invalidField, notFound } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { databaseCode } from "@/lib/work/context";
import { query } from "@/lib/work/query";
import { sealForSystem, unsealForSystem } from "@/lib/work/vault";
import { OneSnippet, SaveSnippet } from "./schema";

const where = (practiceId: string, id: string) => ({
  table: "note_snippets",
  column: "body",
  practiceId,
  id,
});
const MOST = 60;

/** One's own phrases, by name. */
export const ownSnippets = query({
  name: "notes.snippets",
  allow: isClinician,
  input: z.strictObject({}),
  run: async ({ actor, tx }) => {
    const rows = await tx
      .select()
      .from(noteSnippets)
      .where(
        and(eq(noteSnippets.practiceId, actor.practiceId), eq(noteSnippets.userId, actor.userId)),
      )
      .orderBy(asc(noteSnippets.name), asc(noteSnippets.id))
      .limit(MOST);
    return rows.map(({ id, name, body }) => ({
      id,
      name,
      words: unsealForSystem(where(actor.practiceId, id), body),
    }));
  },
});
export type Snippet = Awaited<ReturnType<typeof ownSnippets>>[number];

export const saveSnippet = command({
  name: "notes.save_snippet",
  allow: isClinician,
  input: SaveSnippet,
  run: async ({ actor, tx, audit }, { snippetId, name, words }) => {
    const { practiceId, userId } = actor;
    const id = snippetId ?? newId<"snippet">();
    const body = sealForSystem(where(practiceId, id), words);
    const own = and(eq(noteSnippets.practiceId, practiceId), eq(noteSnippets.userId, userId));
    const known = await tx.select({ id: noteSnippets.id }).from(noteSnippets).where(own);
    if (!snippetId && known.length >= MOST) throw invalidField("name", "notes:errors.snippetsMost");
    try {
      const made = snippetId
        ? await tx
            .update(noteSnippets)
            .set({ name, body })
            .where(and(own, eq(noteSnippets.id, id)))
        : await tx.insert(noteSnippets).values({ practiceId, id, userId, name, body });
      if (made.count === 0) throw notFound();
    } catch (error) {
      if (databaseCode(error) === "23505") throw invalidField("name", "notes:errors.snippetTaken");
      throw error;
    }
    audit({ type: "snippet", id });
    return { snippetId: id as string };
  },
});

export const removeSnippet = command({
  name: "notes.remove_snippet",
  allow: isClinician,
  input: OneSnippet,
  run: async ({ actor, tx, audit }, { snippetId }) => {
    await tx
      .delete(noteSnippets)
      .where(
        and(
          eq(noteSnippets.practiceId, actor.practiceId),
          eq(noteSnippets.userId, actor.userId),
          eq(noteSnippets.id, snippetId),
        ),
      );
    audit({ type: "snippet", id: snippetId });
    return {};
  },
});
