import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import type { FormAction } from "@/components/ui/form-state";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { type Practitioner, PractitionerList } from "./practitioner-choice";
import styles from "./tracking.module.css";

export type SenderActionsProps = {
  referralId: string;
  /** The secret of the page's link; a signed-in doctor has none. */
  token?: string | undefined;
  practitionerName: string;
  status: string;
  forwarded: boolean;
  mayForward: boolean;
  mayWithdraw: boolean;
  others: readonly Practitioner[];
  forward: FormAction;
  withdraw: FormAction;
};

export async function SenderActions(props: SenderActionsProps) {
  const t = await getTranslations("referrals.track");
  const hidden = (
    <>
      <input type="hidden" name="referralId" value={props.referralId} />
      {props.token ? <input type="hidden" name="token" value={props.token} /> : null}
    </>
  );
  const { practitionerName: name, status, others } = props;
  return (
    <div className={styles.actions}>
      {props.forwarded ? <Note tone="good">{t("forwarded")}</Note> : null}
      {props.mayForward ? (
        <section className={styles.onward}>
          <h2>{t("forwardTitle")}</h2>
          {others.length === 0 ? (
            <p className="muted">{t("nobodyElse")}</p>
          ) : (
            <>
              <p className="muted">{t("forwardLead")}</p>
              <ActionForm id="forward" action={props.forward}>
                {hidden}
                <PractitionerList all={others} label={t("forwardTo")} />
                <SubmitButton label={t("forward")} busyLabel={t("forwarding")} />
              </ActionForm>
            </>
          )}
        </section>
      ) : null}
      {status === "expired" || status === "withdrawn" ? (
        <p>
          <ButtonLink href="/refer">{t("again")}</ButtonLink>
        </p>
      ) : null}
      {props.mayWithdraw ? (
        <details className={styles.panel}>
          <summary>{t("withdrawTitle")}</summary>
          <ActionForm id="withdraw" action={props.withdraw}>
            {hidden}
            <p className="muted">{t("withdrawLead", { name })}</p>
            <SubmitButton variant="danger" label={t("withdraw")} busyLabel={t("withdrawing")} />
          </ActionForm>
        </details>
      ) : null}
    </div>
  );
}
