import { getLocale } from "next-intl/server";
import { formatDay } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import { asked, listOf } from "@/lib/intake/rules";
import type { Question, Section, Values } from "@/lib/intake/schema";
import { sizeText } from "../files/size";
import styles from "./form-fill.module.css";

type Props = {
  section: Section;
  values: Values;
  /** All sections of the form: a question may depend on one of another part. */
  all: readonly Section[];
  /** Marks answers that somebody must look at. */
  mark?: ReadonlyMap<string, string>;
  /** What files are called, and where one can be fetched, before its id. */
  files: {
    known: readonly { id: string; name: string; length: number }[];
    download: string | null;
  };
};

/** The answers of one part, to read. */
export async function AnswerList({ section, values, all, mark, files }: Props) {
  const [t, locale] = [await getTranslations("intake"), await getLocale()];
  const shown = asked(all, values);
  const asking = section.questions.filter(({ id, type }) => type !== "text" && shown.has(id));
  return (
    <dl className={styles.answers}>
      {asking.map((question) => (
        <div key={question.id}>
          <dt>{question.label}</dt>
          <dd>
            {question.type === "file" && listOf(values[question.id]).length > 0 ? (
              <AnswerFiles ids={listOf(values[question.id])} files={files} />
            ) : (
              wordsOf(question, values, { yes: t("yes"), no: t("no") }, locale) || (
                <span className="muted">{t("fill.nothing")}</span>
              )
            )}
            {mark?.has(question.id) ? <strong> · {mark.get(question.id)}</strong> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

async function AnswerFiles({ ids, files }: { ids: readonly string[]; files: Props["files"] }) {
  const [t, locale] = [await getTranslations("intake.file"), await getLocale()];
  return (
    <ul className={styles.given}>
      {ids.map((id) => {
        const file = files.known.find((one) => one.id === id);
        if (!file)
          return (
            <li key={id} className="muted">
              {t("notThere")}
            </li>
          );
        const { name, length } = file;
        return (
          <li key={id}>
            {files.download ? (
              <a
                className={styles.back}
                href={`${files.download}/${id}`}
                download
                aria-label={`${t("open")} ${name}`}
              >
                <Icon name="file-text" /> {name}
              </a>
            ) : (
              name
            )}{" "}
            <span className="sm muted num">{sizeText(length, locale)}</span>
          </li>
        );
      })}
    </ul>
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
