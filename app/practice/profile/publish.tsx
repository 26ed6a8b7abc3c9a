import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { profileDetail } from "@/lib/practices/read";
import { BLOCKS } from "@/lib/practices/schema";
import setup from "../_setup/setup.module.css";
import { publishProfileAction } from "./actions";
import styles from "./profile.module.css";

export type ProfileDetail = Awaited<ReturnType<typeof profileDetail>>;
type PublishProps = {
  practitionerId: string;
  detail: ProfileDetail;
  bookable: boolean;
  hours: boolean;
};

export async function Publish({ practitionerId, detail, bookable, hours }: PublishProps) {
  const t = await getTranslations("profile_edit");
  const { slug, publishedAt, missing, profile } = detail;
  const path = `/p/${slug}`;
  const blocked = !publishedAt && missing.length > 0 ? t("blocked") : undefined;
  return (
    <Card
      title={t("publicPage")}
      action={
        publishedAt ? (
          <Tag tone="good" icon="eye">
            {t("isPublished")}
          </Tag>
        ) : (
          <Tag icon="eye-off">{t("isHidden")}</Tag>
        )
      }
      className={styles.publish}
    >
      <p className="muted sm">
        {publishedAt ? t("publishedLead") : t("hiddenLead")}
        {publishedAt && profile.accepting === "paused" ? ` ${t("pausedLead")}` : null}
      </p>
      <Checklist missing={missing} bookable={bookable} hours={hours} />
      <div className={setup.ends}>
        {publishedAt ? (
          <ButtonLink href={path} size="lg" icon={<Icon name="external-link" />}>
            {t("open")}
          </ButtonLink>
        ) : null}
        {/* Without an id of its own: what is missing is a field of the form below, and the links lead there. */}
        <ActionForm action={publishProfileAction} className={setup.one}>
          <input type="hidden" name="practitionerId" value={practitionerId} />
          <input type="hidden" name="published" value={publishedAt ? "false" : "true"} />
          <SubmitButton
            variant={publishedAt ? "quiet" : missing.length === 0 ? "primary" : "default"}
            label={publishedAt ? t("unpublish") : t("publish")}
            busyLabel={t("saving")}
            blocked={blocked}
          />
        </ActionForm>
      </div>
      {blocked ? <p className="sm muted">{blocked}</p> : null}
    </Card>
  );
}

type ChecklistProps = { missing: readonly string[]; bookable: boolean; hours: boolean };

/** What families look for, and what is not there yet, each with the place to change it. */
async function Checklist({ missing, bookable, hours }: ChecklistProps) {
  const t = await getTranslations("profile_edit");
  const items = [
    ...BLOCKS.map((block) => ({
      key: block,
      label: t(block),
      done: !missing.includes(block),
      href: `#f-${block}`,
    })),
    { key: "service", label: t("hasService"), done: bookable, href: "/practice/services" },
    { key: "hours", label: t("hasHours"), done: hours, href: "/practice/hours" },
  ];
  if (items.every((one) => one.done)) return null;
  return (
    <ul className={styles.list} aria-label={t("checklist")}>
      {items.map(({ key, label, done, href }) => (
        <li key={key} data-done={done || undefined}>
          <Icon name={done ? "circle-check" : "circle-alert"} />
          {done ? (
            <span>
              {label}
              <span className="sr"> {t("done")}</span>
            </span>
          ) : (
            <span>
              <Link href={href}>{label}</Link> {t("missing")}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
