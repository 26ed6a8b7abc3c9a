import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { formatDay } from "@/components/ui/format";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import type { StaffRole } from "@/lib/core/actor";
import { revokeInvitationAction } from "./actions";
import styles from "./team.module.css";

type Invitation = { id: string; email: string; role: StaffRole; expiresAt: Date };

export async function Invited({ invited }: { invited: readonly Invitation[] }) {
  const [t, locale] = [await getTranslations("team"), await getLocale()];
  return (
    <Card title={t("open")}>
      <ul className="list">
        {invited.map(({ id, email, role, expiresAt }) => (
          <li key={id} className={styles.member}>
            <div className={styles.who}>
              <b>{email}</b>
              <p className="muted sm">
                {t("openUntil", {
                  role: t(`roles.${role}`),
                  day: formatDay(expiresAt, { locale, zone: "UTC" }, "brief"),
                })}
              </p>
            </div>
            <ActionForm action={revokeInvitationAction} id={`inv-${id}`} className="">
              <input type="hidden" name="invitationId" value={id} />
              <SubmitButton
                label={t("withdraw")}
                busyLabel={t("saving")}
                variant="quiet"
                size="md"
                aria-label={t("withdrawOf", { email })}
              />
            </ActionForm>
          </li>
        ))}
      </ul>
    </Card>
  );
}
