import { callName } from "@/app/family/call-name";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { ChipCheck, ChoiceGroup } from "@/components/ui/choice";
import { TextArea } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import type { OwnRoutineDetail } from "@/lib/routines/own.read";
import { SKIP_REASONS } from "@/lib/routines/schema";
import { skipAction, skipWhyAction } from "../actions";

type Props = { routine: OwnRoutineDetail };

/** One tap, and that is all: nobody has to say why. */
export async function NotToday({ routine }: Props) {
  const t = await getTranslations("family.routine.notToday");
  return (
    <ActionForm action={skipAction} id="skip">
      <input type="hidden" name="assignmentId" value={routine.id} />
      <SubmitButton variant="quiet" label={t("say")} busyLabel={t("saying")} />
    </ActionForm>
  );
}

export async function NotTodaySaid({ routine, told }: Props & { told: boolean }) {
  const [t, r] = [
    await getTranslations("family.routine.notToday"),
    await getTranslations("routines.skip.reasons"),
  ];
  const { name, notToday } = routine;
  if (!notToday) return null;
  return (
    <Card title={t("title")}>
      <div className="stack">
        <p className="sm">{t("lead", { practitioner: callName(routine.by) })}</p>
        <div role="status">{told ? <Note tone="good">{t("saved")}</Note> : null}</div>
        {notToday.reason === "ill" ? <Note tone="glow">{t("ill", { name })}</Note> : null}
        <ActionForm action={skipWhyAction} id="why">
          <input type="hidden" name="logId" value={notToday.logId} />
          <ChoiceGroup name="skipReason" legend={t("why")} layout="chips">
            {SKIP_REASONS.map((key) => (
              <ChipCheck
                key={key}
                value={key}
                label={r(key, { name })}
                defaultChecked={notToday.reason === key}
              />
            ))}
          </ChoiceGroup>
          <TextArea
            name="note"
            label={t("note")}
            maxLength={500}
            rows={2}
            optional
            {...(notToday.note ? { defaultValue: notToday.note } : {})}
          />
          <SubmitButton variant="default" label={t("save")} busyLabel={t("saying")} />
        </ActionForm>
      </div>
    </Card>
  );
}
