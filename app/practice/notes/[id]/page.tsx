import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { BabyAlerts } from "@/app/practice/baby-alerts";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { ConfirmButton } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { Age, DateText, Time, TimeRange } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import type { Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { shareOptions } from "@/lib/growth/share.read";
import { type NoteDetail, noteDetail } from "@/lib/notes/read";
import { addAddendumAction, discardNoteAction, takeOverAction } from "../actions";
import { NoteWords } from "../content";
import styles from "../notes.module.css";
import { Summary } from "./summary";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notes.heading"))("page") };
}

/** A note with everything that was added to it: the words stay, and what came later stands below with its date. */
async function NotePage({ params }: Props) {
  const { id } = await params;
  const actor = await pageActor("practice", `/practice/notes/${id}`);
  const note = await found(noteDetail(actor, { noteId: id }));
  const t = await getTranslations("notes");
  const { baby, about, practiceZone: zone } = note;
  const signed = note.status === "signed";
  return (
    <div className={`page ${styles.page}`}>
      <header className={styles.head}>
        <LinkButton
          href={`/practice/babies/${baby.id}/notes`}
          aria-label={t("editor.back")}
          icon={<Icon name="arrow-left" />}
          square
        >
          {null}
        </LinkButton>
        <div>
          <h1>{t(`heading.${note.template}`, { name: baby.title })}</h1>
          <p className="sm muted num">
            <DateText on={about.startsAt} zone={about.zone} look="date" />
            {about.endsAt ? (
              <>
                , <TimeRange start={about.startsAt} end={about.endsAt} zone={about.zone} />
              </>
            ) : null}
            {about.placeKind ? `, ${t(`placeKind.${about.placeKind}`)}` : null}
            {". "}
            <Age {...baby.ages} />
          </p>
          <p className="wrap-row">
            <BabyAlerts alerts={baby.alerts} />
          </p>
        </div>
      </header>
      {note.verdict && note.verdict !== "holds" ? (
        <Note tone="bad" className={styles.gap}>
          {t("show.changed")}
        </Note>
      ) : null}
      <div className={styles.columns}>
        <div>
          <Card
            title={
              <>
                {t(signed ? "show.signedBy" : "show.draftBy", { name: note.author })},{" "}
                <DateText on={note.signedAt ?? note.savedAt} zone={zone} />{" "}
                <Time at={note.signedAt ?? note.savedAt} zone={zone} />
              </>
            }
          >
            <p className="wrap-row">
              {note.verdict === "holds" ? (
                <Tag tone="good" icon="lock">
                  {t("show.holds")}
                </Tag>
              ) : null}
              {note.privacy === "author" ? <Tag icon="eye-off">{t("show.onlyAuthor")}</Tag> : null}
            </p>
            <NoteWords template={note.template} content={note.content} />
            {note.left ? (
              <Note tone="info" className={styles.gap}>
                {t("show.left", { name: note.author })}
              </Note>
            ) : null}
            {!signed && (note.mine || note.left) ? <DraftActs note={note} /> : null}
          </Card>
          {signed ? <Addenda note={note} /> : null}
        </div>
        <div>
          {signed ? <DoNext {...{ note, actor }} /> : null}
          {signed ? <Summary note={note} /> : null}
          <History note={note} />
        </div>
      </div>
    </div>
  );
}

async function DraftActs({ note }: { note: NoteDetail }) {
  const t = await getTranslations("notes.show");
  return (
    <div className={styles.acts}>
      {note.mine ? (
        <LinkButton
          href={`/practice/notes/${note.id}/edit`}
          variant="primary"
          icon={<Icon name="pen-line" />}
        >
          {t("goOn")}
        </LinkButton>
      ) : (
        <ActionForm id="take-over" action={takeOverAction} className="">
          <input type="hidden" name="noteId" value={note.id} />
          <input type="hidden" name="seen" value={note.version} />
          <SubmitButton label={t("takeOver")} size="md" />
        </ActionForm>
      )}
      <ConfirmButton
        label={t("discard")}
        title={t("discardTitle")}
        body={<p>{t("discardBody")}</p>}
        keepLabel={t("keep")}
      >
        <ActionForm id="discard" action={discardNoteAction}>
          <input type="hidden" name="noteId" value={note.id} />
          <input type="hidden" name="seen" value={note.version} />
          <SubmitButton label={t("discard")} variant="danger" />
        </ActionForm>
      </ConfirmButton>
    </div>
  );
}

async function Addenda({ note }: { note: NoteDetail }) {
  const t = await getTranslations("notes.show");
  const { addenda, practiceZone: zone } = note;
  return (
    <Card title={t("addenda")} id="addenda">
      {addenda.map((one) => (
        <article key={one.id} className={styles.addendum}>
          <p className="sm muted">
            {t("by", { name: one.by })} <DateText on={one.at} zone={zone} look="date" />,{" "}
            <Time at={one.at} zone={zone} />
          </p>
          <p className={styles.words}>{one.words}</p>
        </article>
      ))}
      <ActionForm id="addendum" action={addAddendumAction} key={addenda.length}>
        <input type="hidden" name="noteId" value={note.id} />
        <input type="hidden" name="addendumId" value={newId()} />
        <TextArea name="words" label={t("addendum")} hint={t("addendumHint")} />
        <SubmitButton label={t("add")} size="md" variant="default" />
      </ActionForm>
    </Card>
  );
}

async function DoNext({ note, actor }: { note: NoteDetail; actor: Staff }) {
  const [t, l] = [await getTranslations("notes.show"), await getTranslations("documents.letter")];
  const { plan } = note.content;
  const { baby, next, practiceZone: zone } = note;
  const tell = plan.includes("tell_doctor")
    ? await found(shareOptions(actor, { babyId: baby.id }))
    : null;
  const acts = [
    ...(plan.includes("next_lesson") && !next
      ? [{ href: `/practice/bookings/new?client=${baby.clientId}`, label: t("bookNext") }]
      : []),
    ...(plan.includes("change_routine")
      ? [{ href: `/practice/routines/assign?baby=${baby.id}`, label: t("changeRoutine") }]
      : []),
    ...(plan.includes("send_summary") && note.summaries.length === 0
      ? [{ href: "#summary", label: t("summary") }]
      : []),
    ...(tell
      ? [
          {
            href: `/practice/babies/${baby.id}/growth#doctor`,
            label: tell.doctor ? t("tellDoctor", tell.doctor) : t("noDoctor"),
          },
        ]
      : []),
    ...(tell?.doctor
      ? [{ href: `/practice/referrals/${tell.doctor.referralId}/letter`, label: l("write") }]
      : []),
  ];
  if (acts.length === 0 && !next) return null;
  return (
    <Card title={t("next")}>
      <ul className="list">
        {acts.map(({ href, label }) => (
          <li key={href}>
            <Link href={href} className={styles.link}>
              {label}
            </Link>
          </li>
        ))}
        {next ? (
          <li className="sm muted">
            <DateText on={next.startsAt} zone={next.zone} />,{" "}
            <Time at={next.startsAt} zone={zone} />
          </li>
        ) : null}
      </ul>
    </Card>
  );
}

async function History({ note }: { note: NoteDetail }) {
  const t = await getTranslations("notes.show");
  const { practiceZone: zone } = note;
  return (
    <Card title={t("history")}>
      <ul className={`${styles.rows} list`}>
        {note.revisions.map(({ version, kind, at, by }) => (
          <li key={version}>
            <span>
              {t(`version.${kind}`)}, {by}, <DateText on={at} zone={zone} />,{" "}
              <Time at={at} zone={zone} />
            </span>
            <Link
              href={`/practice/notes/${note.id}/versions/${version}`}
              className={styles.link}
              aria-label={t("lookAt", { n: version })}
            >
              {t("look")}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export default practicePage(NotePage);
