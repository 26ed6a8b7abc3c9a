import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction, FormState } from "@/components/ui/form-state";
import { formatDay, formatTime } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { type Flag, MOST_FILES, type Section, type Values } from "@/lib/intake/schema";
import { AnswerList } from "./answer-list";
import { AutoSave } from "./auto-save";
import { CallLine, type Lines } from "./call-line";
import { FilePage } from "./file-page";
import styles from "./form-fill.module.css";
import { type FillFiles, givenFiles, Questions } from "./questions";

export type FillData = {
  id: string;
  title: string;
  /** Spoken in the reader's language. */
  sections: readonly Section[];
  values: Values;
  stamps: Readonly<Record<string, { n: number }>>;
  seen: readonly string[];
  carried: boolean;
  missing: readonly string[];
  worst: Flag | null;
  status: "open" | "done" | "cancelled";
  closed: boolean;
  /** When a check opens that tells of the day of a lesson, while that is to come. */
  opensAt: Date | null;
  /** It was about the day of a lesson that is over. */
  gone: boolean;
  dueAt: Date | null;
  zone: string;
};
export type FillActions = {
  save: FormAction;
  autosave: (form: FormData) => Promise<{ stamp?: number; why?: string }>;
  confirm: FormAction;
  send: FormAction;
};
export type FillProps = {
  data: FillData;
  lines: Lines;
  actions: FillActions;
  /** This form's own address, the list's, and where consents are signed. */
  at: { base: string; list: string; consents: string };
  /** The secret of the holder's link; empty in an account. */
  link: string;
  part: string | undefined;
  edit: boolean;
  check: boolean;
  /** What was typed before the session ended. */
  parked: Record<string, string> | null;
  files: Omit<FillFiles, "send"> & { send: string };
  /** The question whose files are on a page of their own, and why the last one was refused there. */
  file: string | undefined;
  refused: string | undefined;
};

const REVIEW = "review";

/** One form: part by part, then everything once more before it is sent. */
export async function FillView(props: FillProps) {
  const { data, lines, at } = props;
  const t = await getTranslations("intake.fill");
  const said = data.worst ? <CallLine flag={data.worst} lines={lines} /> : null;
  const head = (
    <>
      <p>
        <Link className={styles.back} href={at.list}>
          <Icon name="arrow-left" /> {t("back")}
        </Link>
      </p>
      <h1>{data.title}</h1>
      {said}
    </>
  );
  if (data.status !== "open" || data.closed || data.opensAt || data.gone)
    return (
      <div className={styles.page}>
        {head}
        <Ended {...props} />
      </div>
    );
  const named = data.sections.find(({ id }) => id === props.part);
  const next = data.sections.find(({ id }) => !data.seen.includes(id));
  const section = named ?? (props.part === REVIEW ? undefined : next);
  const asked = section?.questions.find(({ id, type }) => id === props.file && type === "file");
  if (section && asked)
    return (
      <div className={styles.page}>
        {head}
        <FilePage
          question={asked}
          items={givenFiles(data.values[asked.id], props.files.known, await getLocale())}
          send={sendTo(props, section)(asked.id)}
          mostFiles={MOST_FILES}
          back={`${at.base}?part=${section.id}&edit=1`}
          refused={props.refused}
        />
      </div>
    );
  return (
    <div className={styles.page}>
      {head}
      <Parts {...props} current={section?.id ?? REVIEW} />
      {section ? <Part {...props} section={section} /> : <Review {...props} />}
    </div>
  );
}

const sendTo =
  ({ files, data }: FillProps, section: Section) =>
  (question: string) =>
    `${files.send}/${data.id}?${new URLSearchParams({ question, part: section.id })}`;

async function Ended({ data, at, link, files }: FillProps) {
  const t = await getTranslations("intake.fill");
  if (data.closed && data.status === "open")
    return (
      <Note tone="glow" action={<LinkButton href={at.consents}>{t("closedSee")}</LinkButton>}>
        {t("closed")}
      </Note>
    );
  if (data.status === "cancelled") return <Note>{t("cancelled")}</Note>;
  if (data.gone) return <Note>{t("lessonOver")}</Note>;
  if (data.opensAt) {
    const where = { locale: await getLocale(), zone: data.zone };
    const [opens, lesson] = [data.opensAt, data.dueAt ?? data.opensAt];
    const when = { day: formatDay(opens, where, "long"), time: formatTime(opens, where) };
    return <Note>{t("notYet", { ...when, lesson: formatDay(lesson, where, "long") })}</Note>;
  }
  return (
    <>
      <Note tone="good" role="status">
        {link ? t("sentLink") : t("sent")}
      </Note>
      <p>
        <Link href={at.consents}>{t("consentNext")}</Link>
      </p>
      {link
        ? null
        : data.sections.map((section) => (
            <Card key={section.id} title={section.title}>
              <AnswerList
                section={section}
                values={data.values}
                all={data.sections}
                files={files}
              />
            </Card>
          ))}
    </>
  );
}

async function Parts({ data, at, current }: FillProps & { current: string }) {
  const t = await getTranslations("intake.fill");
  return (
    <nav aria-label={t("parts")}>
      <ol className={styles.parts}>
        {[...data.sections, { id: REVIEW, title: t("review") }].map(({ id, title }) => (
          <li key={id}>
            <Link href={`${at.base}?part=${id}`} aria-current={id === current ? "step" : undefined}>
              {data.seen.includes(id) ? <Icon name="check" /> : null}
              {title}
              {data.seen.includes(id) ? <span className="sr"> ({t("partDone")})</span> : null}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

async function Part(props: FillProps & { section: Section }) {
  const { data, section, edit, actions, link, at, parked } = props;
  const t = await getTranslations("intake.fill");
  const place = data.sections.indexOf(section);
  const following = data.sections[place + 1]?.id ?? REVIEW;
  const known = section.questions.some(({ id }) => data.values[id] !== undefined);
  const title = (
    <>
      <p className="sm muted">{t("step", { n: place + 1, of: data.sections.length })}</p>
      <h2>{section.title}</h2>
      {section.intro ? <p className={`muted measure ${styles.says}`}>{section.intro}</p> : null}
    </>
  );
  const hidden = (
    <>
      <input type="hidden" name="link" value={link} />
      <input type="hidden" name="assignmentId" value={data.id} />
      <input type="hidden" name="section" value={section.id} />
      <input type="hidden" name="next" value={following} />
    </>
  );
  if (
    data.carried &&
    known &&
    !section.fresh &&
    !data.seen.includes(section.id) &&
    !edit &&
    !parked
  )
    return (
      <section className="card stack">
        {title}
        <p>
          <b>{t("stillRight")}</b> {t("stillRightLead")}
        </p>
        <AnswerList
          section={section}
          values={data.values}
          all={data.sections}
          files={props.files}
        />
        <ActionForm action={actions.confirm} id="same" className={styles.acts}>
          {hidden}
          <SubmitButton label={t("allRight")} />
          <LinkButton href={`${at.base}?part=${section.id}&edit=1`} size="lg">
            {t("change")}
          </LinkButton>
        </ActionForm>
      </section>
    );
  const initial = await startOf(props);
  return (
    <section className="card stack">
      {title}
      {parked ? <Note tone="glow">{t("kept")}</Note> : null}
      <ActionForm action={actions.save} initial={initial} id="fill">
        {hidden}
        <input type="hidden" name="tab" value={crypto.randomUUID()} />
        <Questions
          section={section}
          values={data.values}
          lines={props.lines}
          files={{ ...props.files, send: sendTo(props, section) }}
        />
        <AutoSave
          action={actions.autosave}
          stamp={data.stamps[section.id]?.n ?? 0}
          words={{
            saving: t("autosaving"),
            saved: t("autosaved"),
            notSaved: t("notSaved", { why: "{why}" }),
          }}
        />
        <div className={styles.acts}>
          <SubmitButton
            name="go"
            value="next"
            label={t(following === REVIEW ? "saveLast" : "saveNext")}
          />
          <SubmitButton name="go" value="leave" variant="default" label={t("leave")} />
        </div>
        <p className="sm muted">{t("private")}</p>
      </ActionForm>
    </section>
  );
}

/** The state a part begins with: what is missing is said at its field, and what was typed before is there again. */
async function startOf({ data, section, check, parked }: FillProps & { section: Section }) {
  const e = await getTranslations("intake.errors");
  const missing = section.questions.filter(({ id }) => data.missing.includes(id));
  const state: FormState = {
    ...(parked && { values: parked }),
    ...(check &&
      missing.length > 0 && {
        message: e("unfinished"),
        fields: Object.fromEntries(
          missing.map(({ id, type }) => [
            `q.${id}`,
            [e(type === "file" ? "fileMissing" : "unanswered")],
          ]),
        ),
      }),
  };
  return Object.keys(state).length > 0 ? state : undefined;
}

async function Review({ data, actions, link, at, files }: FillProps) {
  const t = await getTranslations("intake.fill");
  return (
    <>
      <h2>{t("review")}</h2>
      <p className="muted measure">{t("reviewLead")}</p>
      {data.sections.map((section) => (
        <Card
          key={section.id}
          title={section.title}
          level={3}
          action={
            <Link href={`${at.base}?part=${section.id}&edit=1`}>
              {t("edit")}
              <span className="sr"> {section.title}</span>
            </Link>
          }
        >
          <AnswerList section={section} values={data.values} all={data.sections} files={files} />
        </Card>
      ))}
      <ActionForm action={actions.send} id="send">
        <input type="hidden" name="link" value={link} />
        <input type="hidden" name="assignmentId" value={data.id} />
        {data.missing.length > 0 ? (
          <p className="sm muted">{t("missing", { count: data.missing.length })}</p>
        ) : null}
        <SubmitButton label={t("send")} />
      </ActionForm>
    </>
  );
}
