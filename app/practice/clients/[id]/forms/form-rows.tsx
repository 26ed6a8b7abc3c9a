import { getLocale } from "next-intl/server";
import { formatDay } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { ClientForm } from "@/lib/intake/staff.read";
import { builtinName, localeOf } from "@/lib/intake/words";
import { RowForm } from "../../../_setup/row-form";
import styles from "../../../_setup/setup.module.css";
import { withdrawFormAction } from "./actions";

type Props = {
  forms: readonly ClientForm[];
  clientId: string;
  zone: string;
  /** Clinicians read answers; the front desk sees how far a form is. */
  reads: boolean;
};

/** Which forms were asked and how far they are. */
export async function FormRows({ forms, clientId, zone, reads }: Props) {
  const [t, l, locale] = [
    await getTranslations("intake.staff"),
    await getTranslations("intake.list"),
    await getLocale(),
  ];
  const day = (at: Date) => formatDay(at, { locale, zone });
  if (forms.length === 0) return <p className="muted">{t("none")}</p>;
  return (
    <ul className={styles.rows}>
      {forms.map((one) => {
        const name = one.builtin ? builtinName(one.builtin, localeOf(locale)) : one.form;
        const about = one.baby
          ? l("forBaby", { name: one.baby })
          : l("forBaby", { name: one.person ?? "" });
        const what = l("what", { form: name, about });
        return (
          <li key={one.id} className={styles.row}>
            <div className={styles.what}>
              <b>{name}</b>
              <p className="sm muted">
                {about}
                {one.status === "open" && one.dueAt
                  ? ` · ${t("due", { day: day(one.dueAt) })}`
                  : null}
              </p>
            </div>
            <div className={styles.tools}>
              {one.alert ? (
                <Tag tone={one.alert === "open" ? "bad" : "neutral"} icon="triangle-alert">
                  {t(one.alert === "open" ? "alertOpen" : "alertDecided")}
                </Tag>
              ) : null}
              {one.doneAt ? (
                <Tag tone="good" icon="check">
                  {t("done", { day: day(one.doneAt) })}
                </Tag>
              ) : (
                <Tag tone={one.startedAt && !one.opensAt && !one.gone ? "glow" : "neutral"}>
                  {one.opensAt
                    ? t("opens", { day: day(one.opensAt) })
                    : t(one.gone ? "gone" : one.startedAt ? "started" : "open")}
                </Tag>
              )}
              {reads && one.startedAt ? (
                <LinkButton
                  href={`/practice/clients/${clientId}/forms/${one.id}`}
                  aria-label={t("readOne", { what })}
                >
                  {t("read")}
                </LinkButton>
              ) : null}
              {one.status === "open" ? (
                <RowForm
                  action={withdrawFormAction}
                  fields={{ assignmentId: one.id }}
                  label={t("withdraw")}
                  about={what}
                />
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
