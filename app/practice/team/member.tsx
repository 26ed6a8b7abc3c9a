import { ActionForm } from "@/components/ui/action-form";
import { Avatar } from "@/components/ui/avatar";
import { ConfirmButton } from "@/components/ui/dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { StaffRole } from "@/lib/core/actor";
import { deactivateAction, reactivateAction } from "./actions";
import { Leaving, type Teaches } from "./leaving";
import { RoleForm } from "./role-form";
import styles from "./team.module.css";

type MemberProps = {
  member: {
    id: string;
    name: string | null;
    email: string;
    role: StaffRole;
    deactivatedAt: Date | null;
    self: boolean;
    teaches: Teaches | null;
  };
  /** How many of their notes are not signed yet. */
  drafts: number;
  zone: string;
};

export async function Member({ member, drafts, zone }: MemberProps) {
  const t = await getTranslations("team");
  const { id, email, role } = member;
  const name = member.name ?? email;
  const hidden = <input type="hidden" name="memberId" value={id} />;
  return (
    <li className={styles.member}>
      <Avatar name={name} />
      <div className={styles.who}>
        <b>{name}</b> {member.self ? <Tag tone="brand">{t("you")}</Tag> : null}{" "}
        <Tag>{t(`roles.${role}`)}</Tag>
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
          <RoleForm {...{ memberId: id, name, role, drafts, zone }} teaches={member.teaches} />
          <ConfirmButton
            label={t("deactivate")}
            variant="quiet"
            title={t("deactivateTitle", { name })}
            body={
              <div className={styles.told}>
                <p>{t("deactivateBody")}</p>
                <Leaving teaches={member.teaches} {...{ drafts, zone }} />
              </div>
            }
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
