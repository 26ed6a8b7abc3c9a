import { ShowWhen } from "@/components/form-fill/show-when";
import { CheckField, ChipCheck, ChoiceGroup } from "@/components/ui/choice";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { getTranslations } from "@/i18n/words";
import { isKept } from "@/lib/intake/record.rules";
import { answersOf } from "@/lib/intake/rules";
import { FLAGS, QUESTION_TYPES, type Question } from "@/lib/intake/schema";
import { FINDINGS } from "@/lib/safety/schema";

/** Kinds of answers that come from a list. */
const CHOSEN: readonly string[] = ["one", "some"];

/** The fields of one question: what it asks, how it is answered, when it is asked, and what an answer means. */
export async function QuestionFields({
  question,
  earlier,
}: {
  question: Question | null;
  /** Questions before this one with answers to choose from. */
  earlier: readonly Question[];
}) {
  const [t, types, f, safety, i] = [
    await getTranslations("intake.builder"),
    await getTranslations("intake.types"),
    await getTranslations("intake.flags"),
    await getTranslations("safety"),
    await getTranslations("intake"),
  ];
  const type = question?.type ?? "short";
  const source = earlier.find(({ id }) => id === question?.showWhen?.question);
  const label = (of: Question, answer: string) =>
    of.options?.find((one) => one.id === answer)?.label ?? i(answer === "yes" ? "yes" : "no");
  const answers = question ? answersOf(question) : [];
  return (
    <>
      <TextArea
        name="label"
        label={t("textLabel")}
        maxLength={300}
        rows={2}
        defaultValue={question?.label}
      />
      <SelectField
        name="type"
        label={t("type")}
        defaultValue={type}
        options={QUESTION_TYPES.map((value) => ({ value, label: types(value) }))}
      />
      <TextField
        name="hint"
        label={t("hint")}
        maxLength={300}
        optional
        autoComplete="off"
        defaultValue={question?.hint}
      />
      <CheckField name="required" label={t("required")} defaultChecked={question?.required} />
      <ShowWhen name="type" is={CHOSEN} shown={CHOSEN.includes(type)} without="shown">
        <TextArea
          name="options"
          label={t("options")}
          hint={t("optionsHint")}
          optional
          defaultValue={question?.options?.map((one) => one.label).join("\n")}
        />
      </ShowWhen>
      <ShowWhen name="type" is={["number"]} shown={type === "number"} without="shown">
        <div className="wrap-row">
          <TextField
            name="unit"
            label={t("unit")}
            optional
            autoComplete="off"
            defaultValue={question?.unit}
          />
          <TextField
            name="min"
            label={t("min")}
            optional
            inputMode="decimal"
            autoComplete="off"
            defaultValue={question?.min}
          />
          <TextField
            name="max"
            label={t("max")}
            optional
            inputMode="decimal"
            autoComplete="off"
            defaultValue={question?.max}
          />
        </div>
      </ShowWhen>
      <SelectField
        name="showQuestion"
        label={t("depends")}
        hint={t("dependsHint")}
        defaultValue={question?.showWhen?.question ?? ""}
        optional
        options={[
          { value: "", label: t("dependsAlways") },
          ...earlier.map((one) => ({ value: one.id, label: one.label })),
        ]}
      />
      {earlier.map((one) => (
        <details key={one.id} open={one.id === source?.id}>
          <summary>
            {one.label}: {t("dependsIs")}
          </summary>
          <ChoiceGroup name="showIs" legend={t("dependsIs")} type="checkbox" layout="chips">
            {answersOf(one).map((answer) => (
              <ChipCheck
                key={answer}
                value={answer}
                label={label(one, answer)}
                defaultChecked={one.id === source?.id && question?.showWhen?.is.includes(answer)}
              />
            ))}
          </ChoiceGroup>
        </details>
      ))}
      {question && answers.length > 0 ? (
        <details>
          <summary>{t("meaning")}</summary>
          <p className="sm muted">{t("meaningHint")}</p>
          {answers.map((answer) => {
            const effect = question.effects?.[answer];
            const said = label(question, answer);
            return (
              <div key={answer} className="wrap-row">
                <SelectField
                  name={`finding.${answer}`}
                  label={t("finding", { answer: said })}
                  optional
                  defaultValue={effect?.findings?.[0] ?? ""}
                  options={[
                    { value: "", label: t("nothingMeans") },
                    ...FINDINGS.filter(
                      (value) => isKept(value) || value === effect?.findings?.[0],
                    ).map((value) => ({ value, label: safety(`findings.${value}`) })),
                  ]}
                />
                <SelectField
                  name={`flag.${answer}`}
                  label={t("flag", { answer: said })}
                  optional
                  defaultValue={effect?.flag ?? ""}
                  options={[
                    { value: "", label: t("nothingMeans") },
                    ...FLAGS.map((value) => ({ value, label: f(value) })),
                  ]}
                />
              </div>
            );
          })}
        </details>
      ) : null}
    </>
  );
}
