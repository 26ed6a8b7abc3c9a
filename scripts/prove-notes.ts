// npm run prove:notes [-- --notes=10000]: the change of keys of a family's whole record of notes, on a database of its
// own. Prints the time; exit 1 when a content hash moved or a note reads no more.
import { sql } from "drizzle-orm";
import { connect } from "@/db/client";
import * as t from "@/db/schema";
import { makeFamily, makePractice } from "@/db/testing/world";
import { newId } from "@/lib/core/id";
import { check, prove } from "@/lib/notes/proof";
import { databaseTime, openContent, sealContent, signedNote } from "@/lib/notes/record";
import { NoteContent } from "@/lib/notes/schema";
import { rotateKeys } from "@/lib/work/keys-rotate";
import { openDataKey } from "@/lib/work/vault";
import { onFreshDatabase } from "./proof-database";

const given = process.argv.find((flag) => flag.startsWith("--notes="));
const count = Number(given?.slice("--notes=".length) ?? 10_000);
await onFreshDatabase(async (ownerUrl) => {
  const { db, end } = connect(ownerUrl, 4);
  const at = await makePractice(db);
  const { clientId, babyId, dataKey } = await makeFamily(db, at.practiceId);
  const content = NoteContent.parse({
    stateStart: "drowsy",
    went: "Calm for 14 minutes. ".repeat(95),
  });
  for (let from = 0; from < count; from += 500)
    await db.transaction(async (tx) => {
      const signedAt = await databaseTime(tx);
      const rows = [];
      for (let n = from; n < Math.min(count, from + 500); n++) {
        const facts = {
          ...{
            practiceId: at.practiceId,
            id: newId<"note">() as string,
            clientId,
            babyId,
            lessonId: null,
          },
          ...({ authorUserId: at.userId, template: "lesson", privacy: "clinicians" } as const),
          ...{ aboutStartsAt: signedAt, aboutEndsAt: null, timeZone: at.zone, placeKind: null },
        };
        const proof = await prove(tx, signedNote(facts, signedAt, content));
        const body = sealContent(dataKey, "medical_notes", facts.id, 1, content);
        rows.push({ ...facts, ...proof, status: "signed" as const, signedAt, body });
      }
      await tx.insert(t.medicalNotes).values(rows);
    });
  const hashes = async () =>
    (
      await db.execute<{
        d: string;
      }>(sql`select md5(string_agg(encode(content_hash, 'hex') || encode(signature, 'hex'), ',' order by id)) as d
      from medical_notes where client_id = ${clientId}`)
    )[0]?.d;
  const before = await hashes();
  const started = performance.now();
  const changed = await rotateKeys(db, { renew: [dataKey.id], settleMs: 0 });
  const seconds = (performance.now() - started) / 1000;
  if ((await hashes()) !== before) throw new Error("a content hash moved");
  const rows = await db.select().from(t.medicalNotes).where(sql`client_id = ${clientId}`);
  await db.transaction(async (tx) => {
    const key = await openDataKey(tx, at.practiceId, dataKey.id);
    for (const row of rows) {
      const { contentHash, salt, signature, signingKeyId, signedAt } = row;
      if (!contentHash || !salt || !signature || !signingKeyId || !signedAt)
        throw new Error("unsigned");
      const read = openContent(key, "medical_notes", row.id, row.version, row.body);
      const verdict = await check(tx, signedNote(row, signedAt, read), {
        contentHash,
        salt,
        signature,
        signingKeyId,
      });
      if (verdict !== "holds") throw new Error(`a note ${verdict}`);
    }
  });
  process.stdout.write(
    `${changed.resealed} notes sealed anew in ${seconds.toFixed(1)} s, ${rows.length} hashes and signatures hold\n`,
  );
  await end();
});
