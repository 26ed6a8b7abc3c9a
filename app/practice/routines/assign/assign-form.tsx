import { getLocale } from "next-intl/server";
import { BabyAlerts, TakeCare } from "@/app/practice/baby-alerts";
import { BabyFormAlert } from "@/app/practice/form-alerts";
import { roundMinutes } from "@/components/routine-steps/clock-text";
import { LeftOut } from "@/components/routine-steps/left-out";
import { StepList } from "@/components/routine-steps/step-list";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { TextArea, TextField } from "@/components/ui/field";
import { formatList } from "@/components/ui/format";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { Age } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import type { RoutineForThisBaby } from "@/lib/routines/read";
import { assignAction } from "../actions";
import { HowOften } from "../builder-form";
import styles from "../routines.module.css";

type FormProps = { found: RoutineForThisBaby; replaces: string | undefined };

/** What this baby gets of the routine and why, beside what is to be said about it. */
export async function AssignForm({ found, replaces }: FormProps) {
  const [t, r, o] = [
    await getTranslations("assign.form"),
    await getTranslations("routines"),
    await getTranslations("assign.obstacles"),
  ];
  const { routine, baby, left, obstacle } = found;
  const name = baby.firstName;
  const words = {
    steps: r("steps", { count: left.steps.length }),
    minutes: r("minutes", { count: roundMinutes(left.seconds) }),
  };
  return (
    <>
      <PageHead
        title={t("title", { routine: routine.title, name })}
        detail={<Age {...baby.ages} strong />}
      />
      <div className={styles.alerts}>
        <BabyFormAlert babyId={baby.id} clientId={baby.clientId} />
        <BabyAlerts alerts={baby.alerts} />
      </div>
      <div className={styles.columns}>
        <div>
          {left.steps.length > 0 ? (
            <Card title={t(left.loop ? "upTo" : "steps", words)}>
              <StepList steps={left.steps} name={name} />
            </Card>
          ) : null}
          {left.removed.length > 0 ? (
            <Card>
              <LeftOut items={left.removed} name={name} level={2} />
            </Card>
          ) : null}
        </div>
        <aside className={styles.side}>
          <ForBaby found={found} />
          {obstacle || found.takenBack ? (
            <Note tone="bad" icon="hand">
              {obstacle ? o(obstacle, { name }) : t("takenBack")}
            </Note>
          ) : (
            <Said found={found} replaces={replaces} />
          )}
        </aside>
      </div>
    </>
  );
}

/** The rules that speak, in a practitioner's words. */
async function ForBaby({ found }: { found: RoutineForThisBaby }) {
  const [t, s] = [await getTranslations("assign.form"), await getTranslations("safety")];
  const { baby, reasons, limits } = found;
  const name = baby.firstName;
  const said = [...new Map(reasons.map((one) => [one.sentenceKey, one])).values()];
  return (
    <Card title={t("forBaby", { name })}>
      <div className="stack">
        <TakeCare alerts={baby.alerts} />
        {said.length === 0 ? <p className="sm muted">{t("nothingSpecial")}</p> : null}
        <ul className={styles.bullets}>
          {said.map(({ labelKey, sentenceKey }) => (
            <li key={sentenceKey}>
              <b>{s(labelKey, { name })}.</b> {s(sentenceKey, { name })}
            </li>
          ))}
          {limits.shortenTo < 1 ? <li>{t("shorter")}</li> : null}
        </ul>
      </div>
    </Card>
  );
}

async function Said({ found, replaces }: FormProps) {
  const [t, locale] = [await getTranslations("assign.form"), await getLocale()];
  const { routine, baby, running } = found;
  const { firstName: name, guardians } = baby;
  const called = guardians.map((one) => one.name.split(/\s+/)[0] ?? one.name);
  const names = formatList(called.length > 0 ? called : [name], locale);
  return (
    <Card title={t("when")}>
      <ActionForm action={assignAction}>
        <input type="hidden" name="babyId" value={baby.id} />
        <input type="hidden" name="routineId" value={routine.id} />
        <input type="hidden" name="version" value={routine.version} />
        {replaces ? <input type="hidden" name="replaces" value={replaces} /> : null}
        {found.needsOkay.length > 0 ? <Okay found={found} /> : null}
        <HowOften often={routine.body.often} />
        <TextField
          name="untilOn"
          type="date"
          label={t("until")}
          hint={t("untilHint")}
          min={found.today}
          optional
        />
        <TextArea
          name="note"
          label={t("note")}
          hint={t("noteHint")}
          maxLength={1000}
          rows={4}
          optional
          {...(routine.body.note ? { defaultValue: routine.body.note } : {})}
        />
        {running ? <Note>{t("running", { name })}</Note> : null}
        {replaces && !running ? <Note>{t("replacing", { name })}</Note> : null}
        <Reach guardians={guardians} />
        <SubmitButton label={t("assign", { names })} busyLabel={t("assigning")} />
      </ActionForm>
    </Card>
  );
}

async function Reach({ guardians }: Pick<RoutineForThisBaby["baby"], "guardians">) {
  const t = await getTranslations("assign.form");
  if (guardians.some((one) => one.claimed)) return null;
  const mail = guardians.some((one) => one.email);
  return <Note tone={mail ? "info" : "glow"}>{t(mail ? "noAccount" : "noMail")}</Note>;
}

/** Asked only where the record asks for it; without it the routine cannot be assigned. */
async function Okay({ found }: { found: RoutineForThisBaby }) {
  const [t, s, locale] = [
    await getTranslations("assign.form"),
    await getTranslations("safety.findings"),
    await getLocale(),
  ];
  const { needsOkay, knownOkay, baby, today } = found;
  const findings = formatList(
    needsOkay.map((id) => s(id)),
    locale,
  );
  return (
    <fieldset className={styles.okay}>
      <legend>{t("okay")}</legend>
      <p className="sm">{t("okayLead", { findings })}</p>
      {knownOkay ? (
        <Note tone="info" icon="stethoscope">
          {t("okayKnown", { by: knownOkay.by, name: baby.firstName })}
        </Note>
      ) : null}
      <TextField
        name="clearedBy"
        label={t("clearedBy")}
        hint={t("clearedByHint")}
        defaultValue={knownOkay?.by}
        maxLength={120}
      />
      <TextField
        name="clearedOn"
        type="date"
        label={t("clearedOn")}
        defaultValue={knownOkay?.on}
        max={today}
      />
    </fieldset>
  );
}
