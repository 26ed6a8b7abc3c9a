import { getLocale, getTranslations } from "next-intl/server";
import { formatDay } from "@/components/ui/format";
import { asked, listOf } from "@/lib/intake/rules";
import type { Question, Section, Values } from "@/lib/intake/schema";
import styles from "./form-fill.module.css";

type Props = {
  section: Section;
  values: Values;
  /** All sections of the form: a question may depend on one of another part. */
  all: readonly Section[];
  /** Marks answers that somebody must look at. */
  mark?: ReadonlyMap<string, string>;
};

/** The answers of one part, to read. */
export async function AnswerList({ section, values, all, mark }: Props) {
  const [t, locale] = [await getTranslations("intake"), await getLocale()];
  const shown = asked(all, values);
  const asking = section.questions.filter(({ id, type }) => type !== "text" && shown.has(id));
  return (
    <dl className={styles.answers}>
      {asking.map((question) => (
        <div key={question.id}>
          <dt>{question.label}</dt>
          <dd>
            {wordsOf(question, values, { yes: t("yes"), no: t("no") }, locale) || (
              <span className="muted">{t("fill.nothing")}</span>
            )}
            {mark?.has(question.id) ? <strong> · {mark.get(question.id)}</strong> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function wordsOf(
  { id, type, options = [], unit }: Question,
  values: Values,
  words: { yes: string; no: string },
  locale: string,
): string {
  const given = listOf(values[id]);
  if (type === "yesno") return given.map((one) => (one === "yes" ? words.yes : words.no)).join("");
  if (type === "one" || type === "some")
    return options
      .filter((option) => given.includes(option.id))
      .map((option) => option.label)
      .join("\n");
  const [text = ""] = given;
  if (text && type === "date") return formatDay(text, { locale, zone: "UTC" }, "date");
  return text && type === "number" && unit ? `${text} ${unit}` : text;
}
