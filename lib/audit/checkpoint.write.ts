import { sql } from "drizzle-orm";
import { z } from "zod";
import { isSystem } from "@/lib/core/actor";
import { command } from "@/lib/work/command";
import { type Checkpoint, signEnd } from "./checkpoint";
import { PLATFORM } from "./schema";

type Row = { practice_id: string; seq: string | number; hash: Buffer };

/** Signs the end of every chain that went on since it was last signed. The caller keeps them in a file as well. */
export const checkpointTrail = command({
  name: "audit.checkpoint",
  allow: isSystem,
  input: z.strictObject({}),
  run: async ({ tx, now, audit }): Promise<Checkpoint[]> => {
    const ends = await tx.execute<Row>(sql`select * from audit_ends()`);
    const made = ends.map(({ practice_id: practiceId, seq, hash }) =>
      signEnd({ practiceId, seq: Number(seq), hash: hash.toString("hex") }, now),
    );
    if (made.length > 0)
      await tx.execute(sql`select keep_checkpoints(${JSON.stringify(made)}::jsonb)`);
    audit({ type: "installation", id: PLATFORM }, { checkpoints: made.length });
    return made;
  },
});
