import type { ReactNode } from "react";
import { currentPerson } from "@/app/_server/actor";
import { NextSteps } from "@/components/referral-form/next-steps";
import { ReferralForm } from "@/components/referral-form/referral-form";
import styles from "@/components/referral-form/referral-form.module.css";
import { Note } from "@/components/ui/note";
import { getTranslations } from "@/i18n/words";
import { sendReferralAction } from "./actions";

type ReferPageProps = {
  practitioner: ReactNode;
  /** The name beside the form, when one practitioner is chosen. */
  to?: string | undefined;
  warning?: string | undefined;
};

export async function ReferPage({ practitioner, to, warning }: ReferPageProps) {
  const [t, person] = [await getTranslations("referrals.refer"), await currentPerson()];
  const doctor = person?.isDoctor ? { name: person.name, email: person.email } : null;
  return (
    <div className={styles.layout}>
      <div>
        <h1>{t("title")}</h1>
        <p className="muted measure">{t(doctor ? "leadSignedIn" : "lead")}</p>
        {warning ? (
          <Note tone="glow" className={styles.warning ?? ""}>
            {warning}
          </Note>
        ) : null}
        <ReferralForm action={sendReferralAction} to={practitioner} doctor={doctor} />
      </div>
      <NextSteps to={to} signedIn={doctor !== null} />
    </div>
  );
}
