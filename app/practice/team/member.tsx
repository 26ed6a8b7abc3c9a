import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { Avatar } from "@/components/ui/avatar";
import { ConfirmButton } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import type { StaffRole } from "@/lib/core/actor";
import { changeRoleAction, deactivateAction, reactivateAction } from "./actions";
import styles from "./team.module.css";

type MemberProps = {
  member: {
    id: string;
    name: string | null;
    email: string;
    role: StaffRole;
    deactivatedAt: Date | null;
    self: boolean;
  };
};

const roles = ["owner", "practitioner", "front_desk"] as const;

export async function Member({ member }: MemberProps) {
  const t = await getTranslations("team");
  const { id, email, role } = member;
  const name = member.name ?? email;
  const hidden = <input type="hidden" name="memberId" value={id} />;
  return (
    <li className={styles.member}>
      <Avatar name={name} />
      <div className={styles.who}>
        <b>{name}</b> {member.self ? <Tag tone="brand">{t("you")}</Tag> : null}
        <p className="muted sm">{member.name ? email : t("noName")}</p>
      </div>
      {member.deactivatedAt ? (
        <ActionForm action={reactivateAction} id={`back-${id}`} className="">
          {hidden}
          <SubmitButton
            label={t("reactivate")}
            busyLabel={t("saving")}
            variant="default"
            size="md"
            aria-label={t("reactivateOf", { name })}
          />
        </ActionForm>
      ) : (
        <>
          <ActionForm
            action={changeRoleAction}
            id={`role-${id}`}
            className={styles.role}
            aria-label={t("roleOf", { name })}
          >
            {hidden}
            <SelectField
              name="role"
              label={<span className="sr">{t("roleOf", { name })}</span>}
              defaultValue={role}
              options={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
            />
            <SubmitButton
              label={t("change")}
              busyLabel={t("saving")}
              variant="default"
              size="md"
              aria-label={t("changeOf", { name })}
            />
          </ActionForm>
          <ConfirmButton
            label={t("deactivate")}
            variant="quiet"
            title={t("deactivateTitle", { name })}
            body={<p>{t("deactivateBody")}</p>}
            keepLabel={t("keep")}
          >
            <ActionForm action={deactivateAction} id={`out-${id}`} className="">
              {hidden}
              <SubmitButton label={t("deactivate")} busyLabel={t("saving")} variant="danger" />
            </ActionForm>
          </ConfirmButton>
        </>
      )}
    </li>
  );
}
