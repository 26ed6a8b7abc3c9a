import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { FormDetail } from "@/lib/intake/forms.read";
import { answersOf } from "@/lib/intake/rules";
import type { Question, Section } from "@/lib/intake/schema";
import { RowForm } from "../../_setup/row-form";
import styles from "../../_setup/setup.module.css";
import { editFormAction } from "../actions";
import { QuestionFields } from "./question-fields";
import { SectionFields } from "./section-fields";

const CHOICES = new Set(["yesno", "one", "some"]);

/** The parts of a form with their questions; each is changed in place. */
export async function Parts({ form }: { form: FormDetail }) {
  const { sections } = form.definition;
  return sections.map((section, at) => (
    <Part
      key={section.id}
      form={form}
      section={section}
      first={at === 0}
      last={at === sections.length - 1}
    />
  ));
}

const fieldsOf = (form: FormDetail) => ({ formId: form.id, version: form.version });

async function Part({
  form,
  section,
  first,
  last,
}: {
  form: FormDetail;
  section: Section;
  first: boolean;
  last: boolean;
}) {
  const t = await getTranslations("intake.builder");
  const about = { ...fieldsOf(form), section: section.id };
  const ours = form.builtin !== null;
  return (
    <Card
      title={section.title}
      action={
        ours ? null : (
          <span className={styles.tools}>
            <Tools kind="section" about={about} name={section.title} first={first} last={last} />
          </span>
        )
      }
    >
      <p className="wrap-row">
        {section.each ? <Tag tone="info">{t("eachTag")}</Tag> : null}
        {section.fresh ? <Tag>{t("freshTag")}</Tag> : null}
      </p>
      {section.intro ? <p className="muted">{section.intro}</p> : null}
      <ol className={styles.rows}>
        {section.questions.map((question, at) => (
          <Row
            key={question.id}
            form={form}
            section={section}
            question={question}
            first={at === 0}
            last={at === section.questions.length - 1}
          />
        ))}
      </ol>
      {ours ? null : (
        <>
          <details className={styles.old}>
            <summary>
              {t("addQuestion")}
              <span className="sr">: {section.title}</span>
            </summary>
            <ActionForm action={editFormAction} id={`add-${section.id}`}>
              <Fields values={{ ...about, op: "add_question" }} />
              <QuestionFields question={null} earlier={earlierThan(form, section, null)} />
              <SubmitButton label={t("addQuestion")} size="md" />
            </ActionForm>
          </details>
          <details className={styles.old}>
            <summary>
              {t("editPart")}
              <span className="sr">: {section.title}</span>
            </summary>
            <ActionForm action={editFormAction} id={`part-${section.id}`}>
              <Fields values={{ ...about, op: "edit_section" }} />
              <SectionFields section={section} />
              <SubmitButton label={t("save")} size="md" />
            </ActionForm>
          </details>
        </>
      )}
    </Card>
  );
}

/** Questions before one that another may depend on: of the same people, with answers to choose from. */
function earlierThan(form: FormDetail, section: Section, question: Question | null): Question[] {
  const before: Question[] = [];
  for (const one of form.definition.sections) {
    for (const asked of one.questions) {
      if (asked.id === question?.id) return before;
      if (CHOICES.has(asked.type) && (one.each === true) === (section.each === true))
        before.push(asked);
    }
    if (one.id === section.id) return before;
  }
  return before;
}

async function Row({
  form,
  section,
  question,
  first,
  last,
}: {
  form: FormDetail;
  section: Section;
  question: Question;
  first: boolean;
  last: boolean;
}) {
  const [t, types, i] = [
    await getTranslations("intake.builder"),
    await getTranslations("intake.types"),
    await getTranslations("intake"),
  ];
  const about = { ...fieldsOf(form), question: question.id };
  const source = form.definition.sections
    .flatMap((one) => one.questions)
    .find(({ id }) => id === question.showWhen?.question);
  const named = (answer: string) =>
    source?.options?.find((one) => one.id === answer)?.label ?? i(answer === "yes" ? "yes" : "no");
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <b>{question.label}</b>
        <p className="sm muted">
          {types(question.type)}
          {question.required ? ` · ${t("requiredTag")}` : null}
        </p>
        {source && question.showWhen ? (
          <p className="sm muted">
            {t("dependsOn", {
              question: source.label,
              answers: question.showWhen.is
                .filter((one) => answersOf(source).includes(one))
                .map(named)
                .join(", "),
            })}
          </p>
        ) : null}
        {form.builtin === null ? (
          <details className={styles.old}>
            <summary>
              {t("edit")}
              <span className="sr">: {question.label}</span>
            </summary>
            <ActionForm action={editFormAction} id={`q-${question.id}`}>
              <Fields values={{ ...about, op: "edit_question" }} />
              <QuestionFields question={question} earlier={earlierThan(form, section, question)} />
              <SubmitButton label={t("save")} size="md" />
            </ActionForm>
          </details>
        ) : null}
      </div>
      {form.builtin === null ? (
        <div className={styles.tools}>
          <Tools kind="question" about={about} name={question.label} first={first} last={last} />
        </div>
      ) : null}
    </li>
  );
}

const Fields = ({ values }: { values: Readonly<Record<string, string | number>> }) =>
  Object.entries(values).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));

async function Tools({
  kind,
  about,
  name,
  first,
  last,
}: {
  kind: "section" | "question";
  about: Readonly<Record<string, string | number>>;
  name: string;
  first: boolean;
  last: boolean;
}) {
  const t = await getTranslations("intake.builder");
  return (
    <>
      {first ? null : (
        <RowForm
          action={editFormAction}
          fields={{ ...about, op: `move_${kind}`, by: "up" }}
          label={t("up")}
          icon={<Icon name="chevron-up" />}
          square
          about={name}
        />
      )}
      {last ? null : (
        <RowForm
          action={editFormAction}
          fields={{ ...about, op: `move_${kind}`, by: "down" }}
          label={t("down")}
          icon={<Icon name="chevron-down" />}
          square
          about={name}
        />
      )}
      <RowForm
        action={editFormAction}
        fields={{ ...about, op: `remove_${kind}` }}
        label={t("remove")}
        about={name}
      />
    </>
  );
}
