import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { BackLink } from "@/app/practice/_setup/back-link";
import { Medal } from "@/components/figure/medal";
import { ActionForm } from "@/components/ui/action-form";
import { SelectField, TextField } from "@/components/ui/field";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { routineDetail } from "@/lib/routines/read";
import { MAX_STEP_SECONDS, MIN_STEP_SECONDS, type Step } from "@/lib/routines/schema";
import { editAction } from "../../actions";
import styles from "../../routines.module.css";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assign.one"))("edit") };
}

/** Name, order and lengths. The grammar of lib/routines/grammar.ts says in words what would not work. */
async function EditRoutine({ params }: Props) {
  const { id } = await params;
  const actor = await pageActor("practice", `/practice/routines/${id}/edit`);
  const { title, version, body } = await found(routineDetail(actor, { routineId: id }));
  const t = await getTranslations("assign.edit");
  return (
    <div className={`page ${styles.narrow}`}>
      <BackLink href={`/practice/routines/${id}`}>{t("back")}</BackLink>
      <PageHead title={t("title", { title })} detail={t("note")} />
      <ActionForm action={editAction}>
        <input type="hidden" name="routineId" value={id} />
        <input type="hidden" name="version" value={version} />
        <TextField name="title" label={t("name")} defaultValue={title} maxLength={80} />
        <fieldset id="f-steps">
          <legend className="label">{t("steps")}</legend>
          <p className="hint">{t("stepsHint")}</p>
          <ol className="list">
            {body.steps.map((step, index) => (
              <Row key={step.key} step={step} index={index} count={body.steps.length} />
            ))}
          </ol>
        </fieldset>
        <SubmitButton label={t("save")} busyLabel={t("saving")} />
      </ActionForm>
    </div>
  );
}

async function Row({ step, index, count }: { step: Step; index: number; count: number }) {
  const [t, s] = [await getTranslations("assign.edit"), await getTranslations("strokes")];
  const name = s(`${step.strokeKey}.title`);
  return (
    <li className={styles.row}>
      <Medal stroke={step.strokeKey} />
      <b>{name}</b>
      <SelectField
        name={`place.${step.key}`}
        label={
          <>
            <span aria-hidden="true">{t("placeShort")}</span>
            <span className="sr">{t("place", { step: name })}</span>
          </>
        }
        defaultValue={String(index + 1)}
        options={Array.from({ length: count }, (_, i) => ({
          value: String(i + 1),
          label: String(i + 1),
        }))}
      />
      <TextField
        name={`seconds.${step.key}`}
        label={
          <>
            <span aria-hidden="true">{t("secondsShort")}</span>
            <span className="sr">{t("seconds", { step: name })}</span>
          </>
        }
        type="number"
        inputMode="numeric"
        min={MIN_STEP_SECONDS}
        max={MAX_STEP_SECONDS}
        defaultValue={String(step.seconds)}
      />
      {index === 0 ? (
        <span />
      ) : (
        <label className={styles.out}>
          <input type="checkbox" name={`out.${step.key}`} />
          <span>
            <span aria-hidden="true">{t("outShort")}</span>
            <span className="sr">{t("out", { step: name })}</span>
          </span>
        </label>
      )}
    </li>
  );
}

export default practicePage(EditRoutine);
