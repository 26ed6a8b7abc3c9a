import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { BackLink } from "@/app/practice/_setup/back-link";
import { roundMinutes } from "@/components/routine-steps/clock-text";
import { StepList } from "@/components/routine-steps/step-list";
import { Teaching } from "@/components/routine-steps/teaching";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import { type RoutineDetail, routineDetail } from "@/lib/routines/read";
import { totalSeconds } from "@/lib/routines/rules";
import { BABY_CUES, CAUTIONS } from "@/lib/safety/advice";
import { archiveAction, bringBackAction, copyAction } from "../actions";
import styles from "../routines.module.css";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assign.shelf"))("title") };
}

async function RoutinePage({ params, searchParams }: Props) {
  const { id } = await params;
  const actor = await pageActor("practice", `/practice/routines/${id}`);
  const routine = await found(routineDetail(actor, { routineId: id }));
  const [t, r] = [await getTranslations("assign.one"), await getTranslations("routines")];
  const { title, version, body, archivedAt } = routine;
  const { done } = await searchParams;
  const minutes = r("minutes", { count: roundMinutes(totalSeconds(body)) });
  const words = { minutes, steps: r("steps", { count: body.steps.length }) };
  const s = await getTranslations("assign.shelf");
  const name = t("baby");
  return (
    <div className="page">
      <BackLink href="/practice/routines">{t("back")}</BackLink>
      <PageHead
        title={title}
        detail={body.loop ? s("upTo", { ...words, rounds: body.loop.maxRounds }) : s("line", words)}
      >
        {archivedAt ? (
          <BringBack routineId={id} />
        ) : (
          <>
            <PutAway routineId={id} />
            <Copy routine={routine} />
            <LinkButton href={`/practice/routines/${id}/edit`} icon={<Icon name="pen-line" />}>
              {t("edit")}
            </LinkButton>
            <LinkButton
              variant="primary"
              href={`/practice/routines/assign?routine=${id}`}
              icon={<Icon name="hand-heart" />}
            >
              {t("assign")}
            </LinkButton>
          </>
        )}
      </PageHead>
      <div role="status">
        {done === "saved" ? <Note tone="good">{t("saved")}</Note> : null}
        {done === "back" && !archivedAt ? <Note tone="good">{t("isBack")}</Note> : null}
        {archivedAt ? <Note>{t("isAway")}</Note> : null}
      </div>
      <div className={styles.columns}>
        <div>
          <Card title={t("steps")} action={<Tag>{t("version", { version })}</Tag>}>
            <StepList steps={body.steps} name={name} origins full />
          </Card>
          <Card title={t("teaching")}>
            <Teaching name={name} />
          </Card>
        </div>
        <aside className={styles.side}>
          <Suggested body={body} />
          <Around routine={routine} name={name} />
        </aside>
      </div>
    </div>
  );
}

async function PutAway({ routineId }: { routineId: string }) {
  const t = await getTranslations("assign.one");
  return (
    <ActionForm id="away" action={archiveAction}>
      <input type="hidden" name="routineId" value={routineId} />
      <SubmitButton variant="quiet" size="md" label={t("away")} busyLabel={t("puttingAway")} />
    </ActionForm>
  );
}

async function BringBack({ routineId }: { routineId: string }) {
  const t = await getTranslations("assign.one");
  return (
    <ActionForm id="back" action={bringBackAction}>
      <input type="hidden" name="routineId" value={routineId} />
      <SubmitButton size="md" label={t("bringBack")} busyLabel={t("bringingBack")} />
    </ActionForm>
  );
}

async function Suggested({ body: { often, note } }: Pick<RoutineDetail, "body">) {
  const [t, f] = [await getTranslations("assign.one"), await getTranslations("assign.form")];
  if (!often && !note) return null;
  return (
    <Card title={t("suggests")}>
      {often ? <p className="sm">{f("timesValue", often)}</p> : null}
      {note ? <p className={`sm ${styles.words}`}>{note}</p> : null}
    </Card>
  );
}

async function Copy({ routine }: { routine: RoutineDetail }) {
  const t = await getTranslations("assign.one");
  return (
    <ActionForm id="copy" action={copyAction}>
      <input type="hidden" name="routineId" value={routine.id} />
      <input
        type="hidden"
        name="title"
        value={t("copyTitle", { title: routine.title.slice(0, 70) })}
      />
      <SubmitButton
        variant="default"
        size="md"
        icon={<Icon name="copy" />}
        label={t("copy")}
        busyLabel={t("copying")}
      />
    </ActionForm>
  );
}

/** What surrounds the strokes: the checks before, what to take care of, when to stop, how it ends. */
async function Around({ routine: { body }, name }: { routine: RoutineDetail; name: string }) {
  const [t, r, s] = [
    await getTranslations("assign.one"),
    await getTranslations("routines"),
    await getTranslations("safety"),
  ];
  const lists: [title: string, lead: string | null, items: string[]][] = [
    [t("checks"), t("checksLead"), body.preChecks.map((key) => checkWords(s, key))],
    [
      t("care"),
      null,
      CAUTIONS.filter(({ key }) => body.cautions.includes(key)).map(({ key }) =>
        r(`cautions.${key}`, { name }),
      ),
    ],
    [
      t("stop"),
      null,
      BABY_CUES.filter(({ level }) => level === "stop" || level === "emergency").map(({ key }) =>
        r(`babyCues.${key}`),
      ),
    ],
    [t("ends"), null, body.endReasons.map((key) => r(`endReasons.${key}`, { name: t("theBaby") }))],
    [t("blocked"), null, body.blockedBy.map((key) => s(`findings.${key}`))],
  ];
  return lists
    .filter(([, , items]) => items.length > 0)
    .map(([title, lead, items]) => (
      <Card key={title} title={title}>
        {lead ? <p className="sm muted">{lead}</p> : null}
        <ul className={styles.bullets}>
          {items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      </Card>
    ));
}

const checkWords = (
  s: (key: `preChecks.${string}.prompt`, values: { minutes: number }) => string,
  key: string,
): string => s(`preChecks.${key}.prompt`, { minutes: 45 });

export default practicePage(RoutinePage);
