import { and, eq } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, clients, practices } from "@/db/schema";
import { correctUntilMonths } from "@/lib/clients/ages";
import { birth, familyIds, sameBabyIds } from "@/lib/clients/merged";
import { agesOf } from "@/lib/clients/rules";
import { notFound } from "@/lib/core/refusal";
import { type Day, today } from "@/lib/core/time";
import { openDataKeys } from "@/lib/work/vault";
import { forWhom } from "./export.described";
import { type Block, type PdfLook, pdfOf } from "./pdf";
import type { Reader } from "./reader";
import { careParts } from "./record.care";
import { familyParts } from "./record.family";
import { notesPart } from "./record.notes";
import { type RecordWords, recordWords } from "./record.words";

/** The record of one baby that is opened for a reader: what there is of it for them, row-level security says. */
export type OpenRecord = Awaited<ReturnType<typeof openRecord>>;
/** One chapter: nothing when there is nothing to tell. */
export type RecordPart = (tx: Tx, record: OpenRecord, words: RecordWords) => Promise<Block[]>;

/**
 * `notes`: the practitioner's signed notes with their addenda belong to the practice; it hands them out when it chooses
 * to. Notes that are "only me" are in no record that leaves her.
 */
export type RecordAsk = {
  practiceId: string;
  babyId: string;
  now: Date;
  notes: boolean;
  locale: string;
  /** For whom it is: one grown-up gets no other's own answers. */
  reader: Reader;
};

async function openRecord(tx: Tx, { practiceId, babyId, now, notes, reader }: RecordAsk) {
  const [row] = await tx
    .select({ baby: babies, ofBirth: birth, family: clients.name, practice: practices })
    .from(babies)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, babies.practiceId), eq(clients.id, babies.clientId)),
    )
    .innerJoin(practices, eq(practices.practiceId, babies.practiceId))
    .where(and(eq(babies.practiceId, practiceId), eq(babies.id, babyId)));
  if (!row) throw notFound();
  const { practice } = row;
  const baby = { ...row.baby, ...row.ofBirth };
  const clientIds = await familyIds(tx, practiceId, baby.clientId);
  const babyIds = await sameBabyIds(tx, practiceId, babyId);
  const records = await tx
    .select({ id: clients.id, dataKeyId: clients.dataKeyId })
    .from(clients)
    .where(and(eq(clients.practiceId, practiceId), among(clients.id, clientIds)));
  const opened = await openDataKeys(
    tx,
    practiceId,
    records.map(({ dataKeyId }) => dataKeyId),
  );
  const keys = new Map(records.map(({ id, dataKeyId }) => [id, opened.get(dataKeyId)]));
  const thisDay = today(now, practice.timeZone);
  const until = await correctUntilMonths(tx, practiceId);
  return {
    ...{ practiceId, babyId, babyIds, clientIds, baby, practice, now, notes, thisDay, reader },
    family: row.family,
    zone: practice.timeZone,
    ages: (on: Day) => agesOf(baby.bornOn, baby.gestationDays, on, until),
    keyOf: (clientId: string) => keys.get(clientId),
  };
}

/** Everything that one baby's record says to its family, still to be drawn (pdf.ts). */
export async function recordDocument(tx: Tx, ask: RecordAsk): Promise<RecordDocument> {
  const record = await openRecord(tx, ask);
  const words = recordWords(ask.locale);
  const { firstName } = record.baby;
  const blocks: Block[] = [
    {
      is: "title",
      text: words.t("record.title", { name: firstName }),
      detail: words.t("record.by", {
        practice: record.practice.name,
        day: words.day(record.thisDay, record.zone),
      }),
    },
    { is: "text", text: forWhom(ask.reader, words) },
  ];
  const parts = [...familyParts, ...careParts, ...(ask.notes ? [notesPart] : [])];
  for (const part of parts) blocks.push(...(await part(tx, record, words)));
  const title = words.t("record.title", { name: firstName });
  const foot = (page: number, pages: number) =>
    words.t("record.foot", { name: firstName, page, pages });
  const missing = (of: readonly string[]) =>
    words.t("record.missing", { of: words.list(of), count: of.length });
  const signs = words.t("record.signs");
  return { look: { lang: words.locale, title, foot, missing, signs }, blocks };
}
export type RecordDocument = { look: PdfLook; blocks: Block[] };
export const drawn = ({ look, blocks }: RecordDocument): Promise<Buffer> => pdfOf(look, blocks);

/** The same as a PDF that can be read aloud. */
export const recordPdf = async (tx: Tx, ask: RecordAsk): Promise<Buffer> =>
  drawn(await recordDocument(tx, ask));
