import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { Pager } from "@/components/ui/pager";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { unsaidLessons } from "@/lib/booking/unsaid.read";
import { isOwner } from "@/lib/core/actor";
import { unwritten } from "@/lib/notes/list.read";
import { unmarkNotNeededAction } from "../actions";
import styles from "../notes.module.css";
import { LeftBehind, turnsOf, UnnotedRows, UnsaidRows } from "./rows";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notes.work"))("title") };
}

/** Every draft that is not signed, every lesson that nobody marked, and every one that has no note. */
async function NotesToWrite({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/notes/work");
  const { page, done, unsaid: unsaidPage, left, leftNotes } = await searchParams;
  const nth = (asked: string | string[] | undefined) => (typeof asked === "string" ? asked : "1");
  const [work, unsaid] = await found(
    Promise.all([
      unwritten(actor, { page: nth(page), leftPage: nth(leftNotes) }),
      unsaidLessons(actor, { page: nth(unsaidPage), leftPage: nth(left) }),
    ]),
  );
  const t = await getTranslations("notes.work");
  const p = await getTranslations("notes.phrases");
  return (
    <div className="page">
      <PageHead title={t("title")}>
        {isOwner(actor) ? (
          <LinkButton href="/practice/notes/incidents">{t("incidents")}</LinkButton>
        ) : null}
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
      {unsaid.own.items.length > 0 || unsaid.own.page > 1 ? (
        <Card title={t("unsaidTitle")} id="unsaid" className={styles.gap}>
          <p className="sm muted">{t("unsaid")}</p>
          <UnsaidRows rows={unsaid.own.items} />
          <Pager {...turnsOf("unsaid", unsaid.own)} of={t("unsaidTitle")} />
        </Card>
      ) : null}
      <Card title={t("lessonsTitle")}>
        {work.lessons.length > 0 ? (
          <UnnotedRows rows={work.lessons} />
        ) : (
          <p className="sm muted">{t("noLessons")}</p>
        )}
        <Pager {...turnsOf("page", work)} of={t("lessonsTitle")} />
      </Card>
      <LeftBehind unsaid={unsaid.left} unnoted={work.left} />
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

export default practicePage(NotesToWrite);
