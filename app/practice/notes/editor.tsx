import { getLocale } from "next-intl/server";
import { BabyAlerts } from "@/app/practice/baby-alerts";
import { Medal } from "@/components/figure/medal";
import type { EditorWords, NoteEditorProps } from "@/components/note-editor/model";
import { NoteEditor } from "@/components/note-editor/note-editor";
import { allowedLine } from "@/components/routine-steps/allowed-words";
import { PracticeMarks } from "@/components/routine-steps/practice-marks";
import { Card } from "@/components/ui/card";
import { formWords } from "@/components/ui/form-words";
import { formatDay } from "@/components/ui/format";
import { Icon, type IconName } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { Age, DateText, TimeRange } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { weeksAndDays } from "@/lib/core/age";
import type { NoteEditing } from "@/lib/notes/edit.read";
import type { State } from "@/lib/notes/schema";
import type { Snippet } from "@/lib/notes/snippets.write";
import { STROKE_KEYS } from "@/lib/routines/schema";
import { noteAction } from "./actions";
import { ConsentNote } from "./consent-note";
import styles from "./notes.module.css";

const stateIcons: Record<State, IconName> = {
  deep_sleep: "moon",
  light_sleep: "moon",
  drowsy: "cloud-moon",
  quiet_alert: "eye",
  active: "activity",
  crying: "cloud-rain",
};

/** The words of the editor, those that name a day or a routine filled in. */
export async function editorWords(
  facts: Pick<NoteEditing, "routine" | "next" | "last"> | null,
): Promise<EditorWords> {
  const t = await getTranslations("notes");
  const [strokes, locale] = [await getTranslations("strokes"), await getLocale()];
  const all: EditorWords = t.raw("editor");
  const { routine, next, last } = facts ?? {};
  return {
    ...all,
    strokeNames: Object.fromEntries(STROKE_KEYS.map((key) => [key, strokes(`${key}.title`)])),
    copied: last
      ? t("editor.copied", { day: formatDay(last.startsAt, { locale, zone: last.zone }, "brief") })
      : null,
    plans: {
      ...all.plans,
      ...(routine && { keep_routine: `${all.plans.keep_routine}: ${routine.title}` }),
      ...(next && {
        next_lesson: t("editor.nextOn", {
          day: formatDay(next.startsAt, { locale, zone: next.zone }),
        }),
      }),
    },
  };
}

type Props = { editing: NoteEditing; snippets: readonly Snippet[]; userId: string };

export async function Editor({ editing, snippets, userId }: Props) {
  const { baby, note, about, routine, last } = editing;
  const [t, locale] = [await getTranslations("notes"), await getLocale()];
  const words = await editorWords(editing);
  const kept = (what: string) => `handsel-note:${userId}:${what}`;
  const ofLesson = kept(`${note.lessonId}:${baby.id}`);
  const firstStrokes = routine?.strokes ?? [];
  const shownFirst = [...new Set([...firstStrokes, ...note.content.strokes])];
  const props: NoteEditorProps = {
    words,
    formWords: await formWords(),
    formKey: crypto.randomUUID(),
    action: noteAction,
    keepAs: note.lessonId ? ofLesson : kept(note.version > 0 ? note.id : baby.id),
    keepSavedAs: note.lessonId ? ofLesson : kept(note.id),
    note: {
      ...note,
      babyId: baby.id,
      savedAt: note.savedAt?.toISOString() ?? null,
    },
    locale,
    zone: about.zone,
    guardians: editing.guardians,
    firstStrokes: shownFirst.length > 0 ? shownFirst : STROKE_KEYS.slice(0, 5),
    medals: Object.fromEntries(
      STROKE_KEYS.map((key) => [key, <Medal key={key} stroke={key} size="fill" />]),
    ),
    stateIcons: Object.fromEntries(
      Object.entries(stateIcons).map(([key, name]) => [key, <Icon key={key} name={name} />]),
    ),
    icons: {
      mic: <Icon name="mic" />,
      copy: <Icon name="copy" />,
      cloud: <Icon name="cloud-check" />,
      sign: <Icon name="signature" />,
    },
    snippets,
    copy: last?.choices ?? null,
    aside: <Beside editing={editing} />,
  };
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
            <DateText on={about.startsAt} zone={about.zone} />
            {about.endsAt ? (
              <>
                , <TimeRange start={about.startsAt} end={about.endsAt} zone={about.zone} />
              </>
            ) : null}
            {about.placeKind ? `, ${t(`placeKind.${about.placeKind}`)}` : null}
            {". "}
            <Age {...baby.ages} />
          </p>
          <p className={`wrap-row ${styles.alerts}`}>
            <BabyAlerts alerts={baby.alerts} />
          </p>
        </div>
      </header>
      <ConsentNote editing={editing} />
      <NoteEditor {...props} />
    </div>
  );
}

/** What to have in mind while writing: the alerts, the last note, the practice at home. */
async function Beside({ editing }: { editing: NoteEditing }) {
  const [t, safety, locale] = [
    await getTranslations("notes.editor"),
    await getTranslations("safety"),
    await getLocale(),
  ];
  const { baby, last, routine } = editing;
  const { bornEarly, facts } = baby.alerts;
  const limits = await Promise.all((facts?.limits ?? []).map(allowedLine));
  const findings = (facts?.findings ?? []).map((finding) => safety(`findings.${finding}`));
  const watch: [IconName, string][] = [
    ...(bornEarly === null
      ? []
      : [["triangle-alert", t("bornEarly", weeksAndDays(bornEarly))] as [IconName, string]]),
    ...(facts?.allergies ?? []).map((one) => ["droplet-off", one] as [IconName, string]),
    ...[...(facts?.conditions ?? []), ...findings].map(
      (one) => ["stethoscope", one] as [IconName, string],
    ),
    ...(facts?.takeCare ? [["info", facts.takeCare] as [IconName, string]] : []),
    ...limits.map((line) => ["stethoscope", line] as [IconName, string]),
  ];
  return (
    <aside className={styles.beside} aria-label={t("before")}>
      <Card title={t("before")}>
        {watch.length > 0 ? (
          <ul className={`${styles.watch} list`}>
            {watch.map(([icon, words]) => (
              <li key={words}>
                <Icon name={icon} />
                <span>{words}</span>
              </li>
            ))}
          </ul>
        ) : (
          <p className="sm muted">{t("nothingToWatch")}</p>
        )}
      </Card>
      {last ? (
        <Card
          title={t("lastTime", {
            day: formatDay(last.startsAt, { locale, zone: last.zone }, "brief"),
          })}
        >
          <p className={`sm muted ${styles.words}`}>{last.words}</p>
        </Card>
      ) : null}
      {routine ? (
        <Card title={t("home")}>
          <PracticeMarks summary={routine.summary} />
          <p className="sm muted">
            {t("homeWords", {
              done: routine.summary.daysDone,
              days: routine.summary.marks.length,
              early: routine.summary.daysEndedEarly,
            })}
          </p>
        </Card>
      ) : null}
    </aside>
  );
}
