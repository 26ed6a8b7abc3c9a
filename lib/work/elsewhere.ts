import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { connect, listen } from "@/db/client";

/** What is kept of public pages in this process. `null` forgets all of it. */
export type Pages = {
  forgetTold: (tags: string[] | null) => void;
  tellOthers: (tags: string[]) => void;
};

const CHANNEL = "handsel_pages";
const Told = z.strictObject({ from: z.uuid(), tags: z.array(z.string()) });

/**
 * A page that is made in advance is forgotten by every process of the installation when one of them changed it, and all
 * pages are whenever the line stood anew: nobody knows what was said meanwhile. Returns how to stop.
 */
export function shareForgetting(url: string, pages: Pages): () => Promise<void> {
  const self = randomUUID();
  const { db, end } = connect(url, 1);
  pages.tellOthers = (tags) => {
    const told = JSON.stringify({ from: self, tags });
    // Whoever is not reached shows the old page for two minutes at most.
    db.execute(sql`select pg_notify(${CHANNEL}, ${told})`).then(undefined, () => {});
  };
  const hear = (text: string) => {
    const told = Told.safeParse(fromJson(text));
    if (told.success && told.data.from !== self) pages.forgetTold(told.data.tags);
  };
  const deaf = listen(url, CHANNEL, { hear, opened: () => pages.forgetTold(null) });
  return async () => {
    await Promise.all([end(), deaf()]);
  };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
