import { formatGestation } from "@/lib/core/age";
import type { LetterBody } from "./letter.schema";
import type { Block, PdfLook } from "./pdf";
import { recordWords } from "./record.words";

export type LetterDocument = { look: PdfLook; blocks: Block[] };

/**
 * The letter back to the doctor, one page in plain words: what was taught and what was seen. It is about teaching, so it
 * has no finding, no diagnosis and no word of an effect (DOMAIN: report back).
 */
export function letterDocument(body: LetterBody): LetterDocument {
  const words = recordWords(body.locale);
  const { day, ages, list } = words;
  const t = (key: string, values?: Record<string, string | number>) =>
    words.t(`letter.${key}`, values);
  const days = (all: readonly string[]) => list(all.map((one) => day(one, "UTC")));
  const weeks =
    body.gestationDays !== null
      ? t("weeks", { weeks: formatGestation(body.gestationDays) })
      : body.weeksUnknown
        ? t("weeksUnknown")
        : null;
  const facts: (readonly [string, string | null])[] = [
    [t("to"), `${body.doctor}, ${body.organisation}`],
    [
      t("about"),
      [`${body.baby}, ${t("born", { day: day(body.bornOn, "UTC") })}`, weeks]
        .filter(Boolean)
        .join(", "),
    ],
    [t("age"), ages(body.ages)],
    [t("reference"), body.reference],
    [t("attended"), body.attended.length > 0 ? days(body.attended) : t("noneYet")],
    [t("missed"), body.missed.length > 0 ? days(body.missed) : null],
    [t("ahead"), body.ahead.length > 0 ? days(body.ahead) : null],
    [t("home"), body.homeDays === null ? null : t("homeDays", { days: body.homeDays })],
  ];
  const part = (key: string, text: string | undefined): Block[] =>
    text
      ? [
          { is: "heading", text: t(key) },
          { is: "text", text },
        ]
      : [];
  const plan = [t(`plans.${body.plan}`), body.planWords].filter(Boolean).join(" ");
  const title = t("title");
  const credentials = body.credentials.map(({ title: name, issuer, state }) =>
    t(`credential.${state}`, { name, issuer }),
  );
  return {
    look: {
      lang: words.locale,
      title,
      foot: (page, pages) => t("foot", { practice: body.practice, page, pages }),
      missing: (of) => words.t("record.missing", { of: list(of), count: of.length }),
      signs: words.t("record.signs"),
    },
    blocks: [
      { is: "title", text: title, detail: `${body.practice}, ${day(body.writtenOn, "UTC")}` },
      {
        is: "facts",
        rows: facts.flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
      },
      ...part("taught", body.taught),
      ...part("observed", body.observed),
      ...part("concerns", body.concerns),
      ...part("plan", plan),
      { is: "text", text: t("teaching") },
      { is: "heading", text: body.practitioner },
      ...(credentials.length > 0 ? [{ is: "list", items: credentials } as const] : []),
    ],
  };
}
