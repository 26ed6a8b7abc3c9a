import { getTranslations } from "@/i18n/words";
import { FINDINGS } from "@/lib/safety/schema";

/** The calendar's sentences as they are written, for the browser to fill in: it loads no translations of its own. */
export async function boardWords(): Promise<Record<string, string>> {
  const [t, safety] = [await getTranslations("calendar"), await getTranslations("safety")];
  const findings = FINDINGS.map((one) => [`finding.${one}`, safety(`findings.${one}`)] as const);
  const alerts = await getTranslations("practice.alerts");
  const limits = ["some", "still"].map((kind) => [`limit.${kind}`, alerts(`limit.${kind}`)]);
  const over = await getTranslations("staff_change");
  return {
    ...flat(t.raw("board")),
    ...flat(over.raw("onTop"), "over."),
    ...flat(over.raw("limits"), "beyond."),
    ...Object.fromEntries([...findings, ...limits]),
  };
}

type Words = { [name: string]: string | Words };

const flat = (words: Words, under = ""): Record<string, string> =>
  Object.fromEntries(
    Object.entries(words).flatMap(([name, value]) =>
      typeof value === "string"
        ? [[under + name, value]]
        : Object.entries(flat(value, `${under}${name}.`)),
    ),
  );
