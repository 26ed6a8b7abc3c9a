import { ActionForm } from "@/components/ui/action-form";
import { ChipCheck } from "@/components/ui/choice";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import styles from "./wishes.module.css";
import { WishesError } from "./wishes-error";

const both = ["email", "sms"] as const;
/** By which channels each is written. */
const purposes = [
  ["booking", both],
  ["reminder", both],
  ["follow_up", both],
  ["routine", ["email"]],
] as const;

export type WishesFormProps = {
  action: FormAction;
  /** Somebody sends text messages here. */
  gateway: boolean;
  person: {
    guardianId: string;
    name: string;
    email: string | null;
    number: string | null;
    wanted: readonly string[];
    booked: boolean;
    seen: string;
  };
};

/** What one grown-up wants to be told, by which channel. What cannot be chosen now says why. */
export async function WishesForm({ action, gateway, person }: WishesFormProps) {
  const t = await getTranslations("mail_settings.wishes");
  const { guardianId, email, number, wanted, booked } = person;
  const off = { email: email === null, sms: number === null };
  return (
    <ActionForm
      action={action}
      id={`w-${guardianId}`}
      className={styles.form}
      aria-label={t("of", { name: person.name })}
      key={person.seen}
    >
      <input type="hidden" name="guardianId" value={guardianId} />
      <input type="hidden" name="seen" value={person.seen} />
      {purposes.map(([purpose, channels]) => (
        <fieldset key={purpose} className={styles.purpose}>
          <legend>{t(`purpose.${purpose}`)}</legend>
          <div className="chips">
            {channels.map((channel) => {
              const value = `${purpose}.${channel}`;
              const must = booked && email !== null && value === "booking.email";
              // A box that cannot be pressed is not sent; what it says is.
              const sent = must || (off[channel] && channel === "email" && wanted.includes(value));
              return (
                <span key={channel}>
                  {sent ? <input type="hidden" name="wanted" value={value} /> : null}
                  <ChipCheck
                    name={sent ? `shown.${value}` : "wanted"}
                    value={value}
                    type="checkbox"
                    label={t(channel)}
                    defaultChecked={must || (wanted.includes(value) && !off[channel])}
                    disabled={must || off[channel]}
                  />
                </span>
              );
            })}
          </div>
          {purpose === "booking" && booked && email !== null ? (
            <p className="hint">{t("must")}</p>
          ) : null}
        </fieldset>
      ))}
      <WishesError />
      {off.email ? <p className="hint">{t("noEmail")}</p> : null}
      {off.sms ? <p className="hint">{t("noNumber")}</p> : null}
      {gateway ? null : <p className="hint">{t("noGateway")}</p>}
      <SubmitButton label={t("save")} busyLabel={t("saving")} size="md" variant="default" />
    </ActionForm>
  );
}
