import { ActionForm } from "@/components/ui/action-form";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { ConfirmButton } from "@/components/ui/dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import type { StaffRole } from "@/lib/core/actor";
import { changeRoleAction } from "./actions";
import { Leaving, type Teaches } from "./leaving";
import styles from "./team.module.css";

const roles = ["owner", "practitioner", "front_desk"] as const;

type RoleFormProps = {
  memberId: string;
  name: string;
  role: StaffRole;
  teaches: Teaches | null;
  drafts: number;
  zone: string;
};

/** A role is changed in a dialog, which says first what the front desk gives up. */
export async function RoleForm(props: RoleFormProps) {
  const { memberId, name, role, teaches, drafts, zone } = props;
  const t = await getTranslations("team");
  return (
    <ConfirmButton
      label={
        <>
          {t("changeRole")}
          <span className="sr">: {name}</span>
        </>
      }
      title={t("roleOf", { name })}
      body={
        (teaches || drafts > 0) && role !== "front_desk" ? (
          <div className={styles.told}>
            <p>{t("leaving.desk")}</p>
            <Leaving {...{ teaches, drafts, zone }} />
          </div>
        ) : null
      }
      keepLabel={t("keep")}
    >
      <ActionForm action={changeRoleAction} id={`role-${memberId}`} className={styles.role}>
        <input type="hidden" name="memberId" value={memberId} />
        <ChoiceGroup name="role" legend={t("role")} hideLegend>
          {roles.map((value) => (
            <ChoiceCard
              key={value}
              value={value}
              label={t(`roles.${value}`)}
              detail={t(`may.${value}`)}
              defaultChecked={value === role}
            />
          ))}
        </ChoiceGroup>
        <SubmitButton label={t("changeRole")} busyLabel={t("saving")} />
      </ActionForm>
    </ConfirmButton>
  );
}
