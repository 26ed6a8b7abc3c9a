import { getTranslations } from "next-intl/server";
import { DateOfBirth } from "@/components/ui/birth-date";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { TextArea, TextField } from "@/components/ui/field";
import { asked, listOf } from "@/lib/intake/rules";
import {
  type Flag,
  LONG_MAX,
  type Question,
  type Section,
  SHORT_MAX,
  type Values,
} from "@/lib/intake/schema";
import { CallLine, type Lines } from "./call-line";
import styles from "./form-fill.module.css";
import { ShowWhen } from "./show-when";

type Props = { section: Section; values: Values; lines: Lines };

/** The questions of one part as fields, those that depend on others inside what shows them. */
export function Questions({ section, values, lines }: Props) {
  const shown = asked([section], values);
  return (
    <div className={styles.questions}>
      {section.questions.map((question) => {
        const { showWhen } = question;
        const field = (
          <OneQuestion key={question.id} question={question} values={values} lines={lines} />
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

function OneQuestion({
  question,
  values,
  lines,
}: {
  question: Question;
  values: Values;
  lines: Lines;
}) {
  const calls = (["emergency", "urgent"] as const).flatMap((flag) => {
    const answers = Object.entries(question.effects ?? {}).flatMap(([answer, effect]) =>
      effect.flag === flag && pressing.has(flag) ? [answer] : [],
    );
    return answers.length > 0 ? [{ flag, answers }] : [];
  });
  const given = listOf(values[question.id]);
  return (
    <div className={styles.question}>
      <Field question={question} values={values} />
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
  );
}

async function Field({ question, values }: { question: Question; values: Values }) {
  const t = await getTranslations("intake");
  const { id, type, label, hint, options = [], required } = question;
  const name = `q.${id}`;
  const value = values[id];
  const one = typeof value === "string" ? value : undefined;
  const optional = !required;
  const common = { name, label, hint, optional };
  if (type === "text") return <p className={styles.says}>{label}</p>;
  if (type === "short")
    return <TextField {...common} defaultValue={one} maxLength={SHORT_MAX} autoComplete="off" />;
  if (type === "long")
    return <TextArea {...common} defaultValue={one} maxLength={LONG_MAX} rows={4} />;
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
