import { SeatOutcomes } from "@/app/practice/bookings/outcome";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { SelectField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Pager, turns } from "@/components/ui/pager";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { DateText, Time } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import type { UnsaidPage } from "@/lib/booking/unsaid.read";
import type { Unnoted } from "@/lib/notes/list.read";
import { NO_NOTE_REASONS } from "@/lib/notes/schema";
import type { SeenTo } from "@/lib/notes/seen-to.read";
import { markNotNeededAction } from "../actions";
import styles from "../notes.module.css";

const PATH = "/practice/notes/work";

/** Where one of the lists goes on; the others begin again. */
export const turnsOf = (name: string, list: { page: number; more: boolean }) =>
  turns(list, (n) => `${PATH}?${name}=${n}`);

/** Lessons that are over, with the two things that can be said of each. */
export async function UnsaidRows({
  rows,
  named,
}: {
  rows: UnsaidPage["items"];
  /** With whom it was: for lessons of somebody else. */
  named?: boolean;
}) {
  const t = await getTranslations("notes.work");
  return (
    <ul className={`${styles.rows} list`}>
      {rows.map(({ bookingId, version, title, startsAt, zone, practitioner }) => (
        <li key={bookingId}>
          <span>
            <Link href={`/practice/bookings/${bookingId}`}>{title}</Link>,{" "}
            <DateText on={startsAt} zone={zone} look="date" />, <Time at={startsAt} zone={zone} />
            {named ? <span className="muted"> {t("leftWith", { name: practitioner })}</span> : null}
          </span>
          <SeatOutcomes
            seat={{ id: bookingId, version }}
            name={title}
            outcomes={["completed", "noShow"]}
            back={PATH}
            size="md"
          />
        </li>
      ))}
    </ul>
  );
}

export async function UnnotedRows({ rows, named }: { rows: readonly Unnoted[]; named?: boolean }) {
  const t = await getTranslations("notes.work");
  return (
    <ul className={`${styles.rows} list`}>
      {rows.map(({ bookingId, babyId, title, startsAt, zone, practitioner }) => (
        <li key={`${bookingId}${babyId}`}>
          <span>
            <b>{title}</b>, <DateText on={startsAt} zone={zone} look="date" />,{" "}
            <Time at={startsAt} zone={zone} />
            {named ? <span className="muted"> {t("leftWith", { name: practitioner })}</span> : null}
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
  );
}

/** Notes by their names and times: one that its author keeps private is opened on its baby's page, with a reason. */
export async function SeenToRows({ rows }: { rows: readonly SeenTo[] }) {
  const t = await getTranslations("notes.work");
  return (
    <ul className={`${styles.rows} list`}>
      {rows.map(({ id, babyId, title, startsAt, zone, author, closed }) => (
        <li key={id}>
          <span>
            <b>{title}</b>, <DateText on={startsAt} zone={zone} look="date" />
            <span className="muted"> {t("noteBy", { name: author })}</span>
          </span>
          {closed ? <Tag icon="eye-off">{t("private")}</Tag> : null}
          <LinkButton
            href={closed ? `/practice/babies/${babyId}/notes#closed` : `/practice/notes/${id}`}
            aria-label={t(closed ? "openNamed" : "readNamed", { name: title })}
          >
            {t(closed ? "open" : "look")}
          </LinkButton>
        </li>
      ))}
    </ul>
  );
}

/** For the owner: what colleagues who teach here no more did not say or write. */
export async function LeftBehind({
  unsaid,
  unnoted,
}: {
  unsaid: UnsaidPage;
  unnoted: {
    page: number;
    more: boolean;
    lessons: readonly Unnoted[];
    drafts: readonly SeenTo[];
  };
}) {
  const t = await getTranslations("notes.work");
  const { drafts } = unnoted;
  const none = unsaid.items.length + unnoted.lessons.length + drafts.length === 0;
  if (none && unsaid.page === 1 && unnoted.page === 1) return null;
  return (
    <Card title={t("leftTitle")} id="left" className={styles.after}>
      <p className="sm muted">{t("leftHint")}</p>
      {unsaid.items.length > 0 || unsaid.page > 1 ? (
        <section>
          <h3 className={styles.part}>{t("leftUnsaid")}</h3>
          <UnsaidRows rows={unsaid.items} named />
          <Pager {...turnsOf("left", unsaid)} of={t("leftUnsaid")} />
        </section>
      ) : null}
      {drafts.length > 0 ? (
        <section id="left-drafts">
          <h3 className={styles.part}>{t("leftDrafts")}</h3>
          <p className="sm muted">{t("leftDraftsHint")}</p>
          <SeenToRows rows={drafts} />
        </section>
      ) : null}
      {unnoted.lessons.length > 0 || unnoted.page > 1 ? (
        <section id="left-notes">
          <h3 className={styles.part}>{t("leftNotes")}</h3>
          <UnnotedRows rows={unnoted.lessons} named />
          <Pager {...turnsOf("leftNotes", unnoted)} of={`${t("leftTitle")}, ${t("leftNotes")}`} />
        </section>
      ) : null}
    </Card>
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
