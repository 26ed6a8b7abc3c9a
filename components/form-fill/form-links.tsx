import { getLocale } from "next-intl/server";
import { formatDay } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import styles from "./form-fill.module.css";

export type FormLink = {
  id: string;
  name: string;
  baby: string | null;
  practice: string;
  zone: string;
  status: "open" | "done" | "cancelled";
  dueAt: Date | null;
  startedAt: Date | null;
  doneAt: Date | null;
};

/** Forms somebody is asked to fill in, and those they have. */
export async function FormLinks({ forms, root }: { forms: readonly FormLink[]; root: string }) {
  const [t, locale] = [await getTranslations("intake.list"), await getLocale()];
  return (
    <ul className={styles.list}>
      {forms.map((form) => {
        const day = (at: Date) => formatDay(at, { locale, zone: form.zone });
        const about = form.baby ? t("forBaby", { name: form.baby }) : t("forYou");
        return (
          <li key={form.id} className={`card ${styles.item}`}>
            <div>
              <b>{form.name}</b>
              <p className="sm muted">
                {about} ·{" "}
                {form.dueAt && form.status === "open"
                  ? t("by", { practice: form.practice, when: day(form.dueAt) })
                  : t("at", { practice: form.practice })}
              </p>
            </div>
            {form.doneAt ? (
              <Tag tone="good" icon="check">
                {t("doneOn", { day: day(form.doneAt) })}
              </Tag>
            ) : form.startedAt ? (
              <Tag tone="glow">{t("started")}</Tag>
            ) : null}
            <LinkButton
              href={`${root}/${form.id}`}
              size="lg"
              variant={form.status === "open" ? "primary" : "default"}
              aria-label={`${t(form.status === "done" ? "look" : form.startedAt ? "goOn" : "start")}: ${form.name}, ${about}`}
            >
              {t(form.status === "done" ? "look" : form.startedAt ? "goOn" : "start")}
            </LinkButton>
          </li>
        );
      })}
    </ul>
  );
}
