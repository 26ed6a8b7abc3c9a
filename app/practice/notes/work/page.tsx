import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { SelectField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { Pager } from "@/components/ui/pager";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { DateText, Time } from "@/components/ui/time";
import { unwritten } from "@/lib/notes/list.read";
import { NO_NOTE_REASONS } from "@/lib/notes/schema";
import { markNotNeededAction, unmarkNotNeededAction } from "../actions";
import styles from "../notes.module.css";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notes.work"))("title") };
}

/** Every draft that is not signed and every lesson that has no note. */
async function NotesToWrite({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/notes/work");
  const { page, done } = await searchParams;
  const work = await found(unwritten(actor, { page: typeof page === "string" ? page : "1" }));
  const t = await getTranslations("notes.work");
  const p = await getTranslations("notes.phrases");
  const at = (n: number) => `/practice/notes/work?page=${n}`;
  return (
    <div className="page">
      <PageHead title={t("title")}>
        <LinkButton href="/practice/notes/phrases">{p("title")}</LinkButton>
      </PageHead>
      {done === "marked" || done === "unmarked" ? (
        <Note tone="good" role="status" className={styles.gap}>
          {t(done)}
        </Note>
      ) : null}
      <Card title={t("draftsTitle")} className={styles.gap}>
        {work.drafts.length > 0 ? (
          <ul className={`${styles.rows} list`}>
            {work.drafts.map(({ id, title, startsAt, zone, old }) => (
              <li key={id}>
                <span>
                  <b>{title}</b>, <DateText on={startsAt} zone={zone} look="date" />
                </span>
                {old ? (
                  <Tag tone="glow" icon="clock">
                    {t("oldOne")}
                  </Tag>
                ) : null}
                <LinkButton
                  href={`/practice/notes/${id}/edit`}
                  aria-label={t("signNamed", { name: title })}
                  icon={<Icon name="signature" />}
                >
                  {t("sign")}
                </LinkButton>
              </li>
            ))}
          </ul>
        ) : (
          <p className="sm muted">{t("noDrafts")}</p>
        )}
      </Card>
      <Card title={t("lessonsTitle")}>
        {work.lessons.length > 0 ? (
          <ul className={`${styles.rows} list`}>
            {work.lessons.map(({ bookingId, babyId, title, startsAt, zone }) => (
              <li key={`${bookingId}${babyId}`}>
                <span>
                  <b>{title}</b>, <DateText on={startsAt} zone={zone} look="date" />,{" "}
                  <Time at={startsAt} zone={zone} />
                </span>
                <LinkButton
                  href={`/practice/notes/new?booking=${bookingId}&baby=${babyId}`}
                  aria-label={t("writeNamed", { name: title })}
                  icon={<Icon name="pen-line" />}
                >
                  {t("writeNote")}
                </LinkButton>
                <NotNeeded bookingId={bookingId} babyId={babyId} title={title} />
              </li>
            ))}
          </ul>
        ) : (
          <p className="sm muted">{t("noLessons")}</p>
        )}
        <Pager
          previous={work.page > 1 ? at(work.page - 1) : null}
          next={work.more ? at(work.page + 1) : null}
        />
      </Card>
      {work.excused.length > 0 ? (
        <Card title={t("excusedTitle")} className={styles.after}>
          <ul className={`${styles.rows} list`}>
            {work.excused.map(({ bookingId, babyId, title, startsAt, zone, reason }) => (
              <li key={`${bookingId}${babyId}`}>
                <span>
                  <b>{title}</b>, <DateText on={startsAt} zone={zone} look="date" />
                  <br />
                  <span className="muted">{t(`notNeededReasons.${reason}`)}</span>
                </span>
                <ActionForm
                  id={`back-${bookingId}-${babyId}`}
                  action={unmarkNotNeededAction}
                  className=""
                >
                  <input type="hidden" name="bookingId" value={bookingId} />
                  <input type="hidden" name="babyId" value={babyId} />
                  <SubmitButton
                    label={t("putBack")}
                    aria-label={t("putBackNamed", { name: title })}
                    size="md"
                    variant="default"
                  />
                </ActionForm>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </div>
  );
}

/** A lesson that needs no note leaves the list, with a reason; behind a summary, so that writing stays the usual way. */
async function NotNeeded({
  bookingId,
  babyId,
  title,
}: {
  bookingId: string;
  babyId: string;
  title: string;
}) {
  const t = await getTranslations("notes.work");
  return (
    <details className={styles.more}>
      <summary aria-label={t("notNeededNamed", { name: title })}>{t("notNeeded")}</summary>
      <ActionForm id={`none-${bookingId}-${babyId}`} action={markNotNeededAction}>
        <input type="hidden" name="bookingId" value={bookingId} />
        <input type="hidden" name="babyId" value={babyId} />
        <SelectField
          name="reason"
          label={t("notNeededWhy")}
          options={[
            { value: "", label: "" },
            ...NO_NOTE_REASONS.map((value) => ({ value, label: t(`notNeededReasons.${value}`) })),
          ]}
        />
        <SubmitButton label={t("notNeeded")} size="md" variant="default" />
      </ActionForm>
    </details>
  );
}

export default practicePage(NotesToWrite);
