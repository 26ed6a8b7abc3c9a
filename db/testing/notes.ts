import { randomBytes } from "node:crypto";
import { newId } from "@/lib/core/id";
import { seal, sealBytesForSystem, sealForSystem } from "@/lib/work/vault";
import type { Database } from "../client";
import * as t from "../schema";
import type { TestFamily, TestPractice } from "./world";

/** A draft of one lesson, and a signed note of another time with all that may hang on it. */
export async function noteRows(
  owner: Database,
  at: TestPractice,
  family: TestFamily,
  about: { lessonId: string; startsAt: Date },
): Promise<void> {
  const { practiceId, userId } = at;
  const { clientId, babyId, dataKey } = family;
  const sealed = (table: string, id: string, version?: number) =>
    seal(dataKey, { table, column: "body", id, ...(version && { version }) }, "{}");
  const proof = {
    contentHash: randomBytes(32),
    salt: randomBytes(16),
    signature: randomBytes(64),
    signingKeyId: newId<"key">(),
    signedAt: about.startsAt,
  };
  const [draftId, noteId] = [newId<"note">(), newId<"note">()];
  const [addendumId, summaryId, snippetId] = [newId(), newId(), newId()];
  const note = { practiceId, clientId, babyId, authorUserId: userId, timeZone: at.zone };
  await owner.insert(t.medicalNotes).values([
    {
      ...{ ...note, id: draftId, lessonId: about.lessonId, aboutStartsAt: about.startsAt },
      body: sealed("medical_notes", draftId, 1),
    },
    {
      ...{ ...note, ...proof, id: noteId, status: "signed", aboutStartsAt: about.startsAt },
      body: sealed("medical_notes", noteId, 1),
    },
  ]);
  await owner.insert(t.noteVersions).values({
    ...{ practiceId, noteId, version: 1, clientId, byUserId: userId, kind: "signed" },
    body: sealed("note_versions", noteId, 1),
  });
  await owner.insert(t.noteAddenda).values({
    ...{ practiceId, id: addendumId, noteId, clientId, authorUserId: userId, ...proof },
    body: sealed("note_addenda", addendumId),
  });
  await owner.insert(t.noteSummaries).values({
    ...{ practiceId, id: summaryId, noteId, clientId, babyId, authorUserId: userId },
    body: sealed("note_summaries", summaryId),
    sentAt: about.startsAt,
  });
  await owner.insert(t.notesNotNeeded).values({
    ...{ practiceId, lessonId: about.lessonId, babyId, clientId, byUserId: userId },
    reason: "talked_only",
  });
  await owner.insert(t.noteOpenings).values({
    ...{ practiceId, id: newId(), noteId, userId, reason: "cover" },
    untilAt: about.startsAt,
  });
  const snippet = { table: "note_snippets", column: "body", practiceId, id: snippetId };
  await owner.insert(t.noteSnippets).values({
    ...{ practiceId, id: snippetId, userId, name: "calm" },
    body: sealForSystem(snippet, "Calm throughout."),
  });
  const key = { table: "signing_keys", column: "secret", practiceId: null, id: proof.signingKeyId };
  await owner
    .insert(t.signingKeys)
    .values({ id: proof.signingKeyId, secret: sealBytesForSystem(key, randomBytes(32)) });
}
