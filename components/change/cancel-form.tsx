import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import type { FormAction } from "@/components/ui/form-state";
import { formatMoney } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { FAMILY_REASONS } from "@/lib/booking/change.rules";
import styles from "./change.module.css";
import type { ChangeableLesson } from "./change-card";
import { momentWords } from "./words";

type Props = {
  lesson: ChangeableLesson;
  base: string;
  hidden: Readonly<Record<string, string>>;
  action: FormAction;
};

/** Why, and what it costs, before the press. Moving stands first for an ill baby, and a way that asks nothing for a death. */
export async function CancelForm({ lesson, base, hidden, action }: Props) {
  const [t, locale] = [await getTranslations("change.cancel"), await getLocale()];
  const { status, startsAt, zone, terms, price, version } = lesson;
  const requested = status === "requested";
  const fee = formatMoney({ minor: terms.feeMinor, currency: price.currency }, locale);
  const costs = terms.feeMinor > 0;
  const sparing = costs && terms.illnessFree;
  return (
    <div className={styles.narrow}>
      <h1>{t(requested ? "headingRequest" : "heading", await momentWords(startsAt, zone))}</h1>
      <div className="note note-info">
        <Icon name="calendar-clock" />
        <div className="grow">
          <p>{t(terms.illnessFree || !costs ? "illFree" : "illFirst")}</p>
          <p>
            <Link className={styles.phone} href={`${base}/move`}>
              {t("moveInstead")}
            </Link>
          </p>
        </div>
      </div>
      <ActionForm action={action}>
        {Object.entries(hidden).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={value} />
        ))}
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="feeMinor" value={terms.feeMinor} />
        <input type="hidden" name="illFree" value={terms.illnessFree ? "yes" : ""} />
        <ChoiceGroup name="reason" legend={t("why")}>
          {FAMILY_REASONS.map((reason) => (
            <ChoiceCard key={reason} value={reason} label={t(`reason.${reason}`)} />
          ))}
        </ChoiceGroup>
        <p>
          <b>{costs ? t(sparing ? "feeIll" : "fee", { fee }) : t("free")}</b>
        </p>
        <div className={styles.keep}>
          <SubmitButton
            variant="danger"
            label={
              requested
                ? t("submitRequest")
                : sparing
                  ? t("submitFee", { fee })
                  : costs
                    ? t("submitFeeOnly", { fee })
                    : t("submit")
            }
            busyLabel={t("canceling")}
          />
          <LinkButton href={base} size="lg">
            {t("keep")}
          </LinkButton>
        </div>
      </ActionForm>
      <p>
        <Link className={styles.quiet} href={`${base}/loss`}>
          {t("loss")}
        </Link>
      </p>
    </div>
  );
}

/** After a death: a few words, one button, no question. */
export async function LossForm({
  name,
  base,
  hidden,
  action,
  done,
}: {
  name: string;
  base: string;
  hidden: Readonly<Record<string, string>>;
  action: FormAction;
  done: boolean;
}) {
  const t = await getTranslations("change.loss");
  return (
    <div className={styles.loss}>
      <h1>{t(done ? "done" : "title")}</h1>
      <p>{t(done ? "doneLead" : "lead", { name })}</p>
      {done ? null : (
        <ActionForm action={action} className="stack">
          {Object.entries(hidden).map(([field, value]) => (
            <input key={field} type="hidden" name={field} value={value} />
          ))}
          <SubmitButton variant="default" label={t("submit")} />
        </ActionForm>
      )}
      <p className="muted">{t("help")}</p>
      {done ? null : (
        <p>
          <Link className={styles.quiet} href={base}>
            {t("back")}
          </Link>
        </p>
      )}
    </div>
  );
}
