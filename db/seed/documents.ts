import { createHash } from "node:crypto";
import { newId } from "@/lib/core/id";
import { addDays, type Day } from "@/lib/core/time";
import { partRows, sealFacts } from "@/lib/documents/file.store";
import { pdfOf } from "@/lib/documents/pdf";
import type { Tx } from "../client";
import * as t from "../schema";
import { instantAt, type SeededFamily } from "./families";
import type { SeededPractice } from "./people";

type Letter = {
  title: string;
  text: string;
  file: string;
  caption: string;
  daysAgo: number;
  shown: boolean;
};

const milasLetters: readonly Letter[] = [
  {
    title: "Whiteladies Surgery",
    text: "Mila Okoye may take part in infant massage lessons. Please keep her head raised after feeds.",
    file: "Letter from Dr Haddad.pdf",
    caption: "Doctor's okay for lessons",
    daysAgo: 16,
    shown: true,
  },
  {
    title: "Neonatal unit, discharge summary",
    text: "Born at 33 weeks and 4 days. Feeding well by bottle and breast. Reflux, no medicine.",
    file: "Discharge summary.pdf",
    caption: "From the neonatal unit",
    daysAgo: 30,
    shown: false,
  },
];

/** Two letters about Mila: one her family sees, one that only the practice sees. */
export async function seedDocuments(
  tx: Tx,
  practice: SeededPractice,
  families: Map<string, SeededFamily>,
  today: Day,
): Promise<void> {
  const family = families.get("Mila");
  const babyId = family?.babyIds[0];
  if (!family || !babyId) throw new Error("no demo family of Mila");
  const { practiceId, timeZone } = practice;
  const { clientId, dataKey } = family;
  for (const letter of milasLetters) {
    const fileId = newId<"file">();
    const onDay = addDays(today, -letter.daysAgo);
    const at = instantAt(addDays(onDay, 1), "16:30", timeZone);
    const look = {
      ...{ lang: "en-GB", title: letter.title, foot: () => letter.title },
      ...{ missing: () => "", signs: "signs" },
    };
    const bytes = await pdfOf(look, [
      { is: "title", text: letter.title, detail: onDay },
      { is: "text", text: letter.text },
    ]);
    const parts = partRows(dataKey, { practiceId, fileId, clientId }, bytes);
    const facts = {
      name: letter.file,
      caption: letter.caption,
      length: bytes.length,
      parts: parts.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    };
    await tx.insert(t.files).values({
      ...{ practiceId, id: fileId, clientId, babyId, kind: "pdf", about: "letter", onDay },
      ...{ facts: sealFacts(dataKey, fileId, facts), size: bytes.length },
      ...{ byKind: "staff", byUserId: practice.userId, createdAt: at },
      shownAt: letter.shown ? at : null,
    });
    await tx.insert(t.fileParts).values(parts);
  }
}
