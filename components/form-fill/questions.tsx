import { getLocale } from "next-intl/server";
import { DateOfBirth } from "@/components/ui/birth-date";
import { BirthWeight } from "@/components/ui/birth-weight";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { TextArea, TextField } from "@/components/ui/field";
import { getTranslations } from "@/i18n/words";
import { weightParts } from "@/lib/clients/schema";
import { asked, listOf } from "@/lib/intake/rules";
import {
  type Flag,
  LONG_MAX,
  MOST_FILES,
  type Question,
  type Section,
  SHORT_MAX,
  type Value,
  type Values,
} from "@/lib/intake/schema";
import { sizeText } from "../files/size";
import { CallLine, type Lines } from "./call-line";
import { FileQuestion } from "./file-question";
import styles from "./form-fill.module.css";
import { ShowWhen } from "./show-when";

/** How files get into a form and what those are called that are there. */
export type FillFiles = {
  known: readonly { id: string; name: string; length: number }[];
  /** Where they are sent, for one question and part. */
  send: (question: string) => string;
  /** Where one can be fetched again, before its id; null by a link. */
  download: string | null;
  mostBytes: number;
};
/** `files` is null where nothing can be sent: in a preview. */
type Props = { section: Section; values: Values; lines: Lines; files: FillFiles | null };

/** The questions of one part as fields, those that depend on others inside what shows them. */
export function Questions({ section, values, lines, files }: Props) {
  const shown = asked([section], values);
  return (
    <div className={styles.questions}>
      {section.questions.map((question) => {
        const { showWhen } = question;
        const field = (
          <OneQuestion
            key={question.id}
            question={question}
            values={values}
            lines={lines}
            files={files}
          />
        );
        return showWhen ? (
          <ShowWhen
            key={question.id}
            name={`q.${showWhen.question}`}
            is={showWhen.is}
            shown={shown.has(question.id)}
            without="shown"
          >
            {field}
          </ShowWhen>
        ) : (
          field
        );
      })}
    </div>
  );
}

const pressing = new Set<Flag>(["urgent", "emergency"]);

type OneProps = Omit<Props, "section"> & { question: Question };
function OneQuestion({ question, values, lines, files }: OneProps) {
  const calls = (["emergency", "urgent"] as const).flatMap((flag) => {
    const answers = Object.entries(question.effects ?? {}).flatMap(([answer, effect]) =>
      effect.flag === flag && pressing.has(flag) ? [answer] : [],
    );
    return answers.length > 0 ? [{ flag, answers }] : [];
  });
  const given = listOf(values[question.id]);
  return (
    <div className={styles.question}>
      <Field question={question} values={values} files={files} />
      {calls.length > 0 ? (
        <div className={styles.calls}>
          {calls.map(({ flag, answers }) => (
            <ShowWhen
              key={flag}
              name={`q.${question.id}`}
              is={answers}
              shown={answers.some((one) => given.includes(one))}
              without="hidden"
            >
              <CallLine flag={flag} lines={lines} />
            </ShowWhen>
          ))}
        </div>
      ) : null}
    </div>
  );
}

async function Field({ question, values, files }: Omit<OneProps, "lines">) {
  const t = await getTranslations("intake");
  const { id, type, label, hint, options = [], required } = question;
  const name = `q.${id}`;
  const value = values[id];
  const one = typeof value === "string" ? value : undefined;
  const optional = !required;
  const common = { name, label, hint, optional };
  if (type === "text") return <p className={styles.says}>{label}</p>;
  if (type === "file") return <Files question={question} value={value} files={files} />;
  if (type === "short")
    return <TextField {...common} defaultValue={one} maxLength={SHORT_MAX} autoComplete="off" />;
  if (type === "long")
    return <TextArea {...common} defaultValue={one} maxLength={LONG_MAX} rows={4} />;
  if (type === "number" && question.record === "birth_grams")
    return <Weight question={question} value={one} />;
  if (type === "number")
    return (
      <TextField
        {...common}
        defaultValue={one}
        inputMode="decimal"
        autoComplete="off"
        suffix={question.unit ? <span className="muted">{question.unit}</span> : undefined}
      />
    );
  if (type === "date")
    return (
      <DateOfBirth name={name} legend={label} hint={hint} optional={optional} defaultValue={one} />
    );
  const choices =
    type === "yesno"
      ? [
          { id: "yes", label: t("yes") },
          { id: "no", label: t("no") },
        ]
      : options;
  const given = listOf(value);
  return (
    <ChoiceGroup
      name={name}
      legend={label}
      hint={hint}
      type={type === "some" ? "checkbox" : "radio"}
    >
      {choices.map((choice) => (
        <ChoiceCard
          key={choice.id}
          value={choice.id}
          label={choice.label}
          defaultChecked={given.includes(choice.id)}
        />
      ))}
    </ChoiceGroup>
  );
}

/** The files of one answer by name. One that is not known is of somebody whose files this reader does not see. */
export const givenFiles = (
  value: Value | undefined,
  known: readonly { id: string; name: string; length: number }[],
  locale: string,
) =>
  listOf(value).flatMap((id) => {
    const file = known.find((one) => one.id === id);
    return file ? [{ id, name: file.name, size: sizeText(file.length, locale) }] : [];
  });

/** Kept in grams, and told in whatever people know it in. */
async function Weight({ question, value }: { question: Question; value: string | undefined }) {
  const [t, locale] = [await getTranslations("birth"), await getLocale()];
  const pounds = locale === "en-US";
  return (
    <BirthWeight
      name={`q.${question.id}`}
      legend={question.label}
      hint={question.hint ?? t("weightHint")}
      labels={{ kg: t("weightIn.kg"), lb: t("weightIn.lb"), oz: t("weightIn.oz") }}
      pounds={pounds}
      optional={!question.required}
      defaultValue={weightParts(value === undefined ? undefined : Number(value), pounds)}
    />
  );
}

type FilesProps = { question: Question; value: Value | undefined; files: FillFiles | null };
async function Files({ question, value, files }: FilesProps) {
  const [t, why, locale] = [
    await getTranslations("intake.file"),
    await getTranslations("documents.refused"),
    await getLocale(),
  ];
  const { id, label, hint, required } = question;
  return (
    <FileQuestion
      name={`q.${id}`}
      label={label}
      hint={hint}
      optional={!required}
      items={givenFiles(value, files?.known ?? [], locale)}
      send={files?.send(id) ?? null}
      download={files?.download ?? null}
      mostFiles={MOST_FILES}
      mostBytes={files?.mostBytes ?? 0}
      locale={locale}
      words={{
        pick: t("pick"),
        another: t("another"),
        sending: t("sending"),
        sent: t("sent", { percent: "{percent}" }),
        looking: t("looking"),
        there: t("there"),
        gone: t("gone"),
        remove: t("remove"),
        open: t("open"),
        lost: t("lost"),
        plain: t("plain"),
        types: t("types"),
        tooBig: why("tooBig"),
        signIn: why("signIn"),
      }}
    />
  );
}
