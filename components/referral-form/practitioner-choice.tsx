import { getLocale } from "next-intl/server";
import { Avatar } from "@/components/ui/avatar";
import { ButtonLink } from "@/components/ui/button";
import { SelectField } from "@/components/ui/field";
import { formatDay } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import styles from "./referral-form.module.css";

export type Practitioner = { slug: string; name: string; area: string | null };

/** The practitioner whose profile the doctor came from. */
export async function ChosenPractitioner({ slug, name, area }: Practitioner) {
  const t = await getTranslations("referrals.refer");
  return (
    <div className={styles.to}>
      <input type="hidden" name="to" value={slug} />
      <Avatar name={name} />
      <span className="grow">
        <b>{t("toName", { name })}</b>
        {area ? (
          <>
            <br />
            <span className="sm muted">{area}</span>
          </>
        ) : null}
      </span>
      <ButtonLink href="/refer" size="sm" aria-label={t("changeLabel")}>
        {t("change")}
      </ButtonLink>
    </div>
  );
}

export type PractitionerListProps = {
  all: readonly Practitioner[];
  /** Chosen unless another is; without it the list begins with nobody. */
  first?:
    | { slug: string; name: string; opening: { at: Date; zone: string } | null }
    | null
    | undefined;
  label: string;
};

/** "First available" says who that is, so that doctor and parent know where the referral goes. */
export async function PractitionerList({ all, first, label }: PractitionerListProps) {
  const [t, locale] = [await getTranslations("referrals.refer"), await getLocale()];
  const opening = first?.opening;
  const when = opening && formatDay(opening.at, { locale, zone: opening.zone });
  const options = all.map((one) => ({
    value: one.slug,
    label: one.area ? `${one.name}, ${one.area}` : one.name,
  }));
  const top = first
    ? {
        value: first.slug,
        label: when
          ? t("first", { name: first.name, when })
          : t("firstNoTime", { name: first.name }),
      }
    : // Nobody is chosen by accident: what is sent is about a baby's health.
      { value: "", label: t("choose") };
  return (
    <SelectField
      name="to"
      label={label}
      // A browser picks the first of two options with one value, so the first available is listed once.
      options={[top, ...options.filter(({ value }) => value !== top.value)]}
    />
  );
}
