import { getLocale } from "next-intl/server";
import { formatDay, formatTime } from "@/components/ui/format";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { AssignmentDetail } from "@/lib/routines/read";
import { LIKED, REACTIONS, SKIP_REASONS, STOP_REASONS } from "@/lib/routines/schema";
import { GATE_SKIP_REASONS } from "@/lib/safety/schema";
import styles from "../../routines.module.css";

type Log = AssignmentDetail["logs"][number];

/** Each time the family practised, and what the baby said. A stop stands beside the rest, not below it. */
export async function Logs({ item }: { item: AssignmentDetail }) {
  const t = await getTranslations("assign.assigned");
  if (item.logs.length === 0) return <p className="sm muted">{t("noLogs")}</p>;
  return (
    <>
      <Reasons item={item} />
      <ul className="list">
        {item.logs.map((log) => (
          <Entry key={log.id} log={log} zone={item.zone} name={item.baby.firstName} />
        ))}
      </ul>
    </>
  );
}

async function Reasons({ item: { summary, baby } }: { item: AssignmentDetail }) {
  const [t, r] = [await getTranslations("assign.assigned"), await getTranslations("routines")];
  const name = baby.firstName;
  const lists: [title: string, told: { reason: string; count: number | undefined }[]][] = [
    [
      t("reasons"),
      STOP_REASONS.map((key) => ({
        reason: r(`stopped.reasons.${key}`),
        count: summary.stopReasons[key],
      })),
    ],
    [
      t("notReasons"),
      SKIP_REASONS.map((key) => ({
        reason: r(`skip.reasons.${key}`, { name }),
        count: summary.skipReasons[key],
      })),
    ],
  ];
  return lists
    .map(([title, told]) => [title, told.filter(({ count }) => count)] as const)
    .filter(([, told]) => told.length > 0)
    .map(([title, told]) => (
      <div key={title} className="stack">
        <h3>{title}</h3>
        <p className="wrap-row">
          {told.map(({ reason, count = 0 }) => (
            <Tag key={reason}>{t("reason", { reason, count })}</Tag>
          ))}
        </p>
      </div>
    ));
}

async function Entry({ log, zone, name }: { log: Log; zone: string; name: string }) {
  const [t, r, locale] = [
    await getTranslations("assign.assigned"),
    await getTranslations("routines"),
    await getLocale(),
  ];
  const where = { locale, zone };
  const reason = STOP_REASONS.find((key) => key === log.stopReason);
  const liked = LIKED.find((key) => key === log.liked);
  const why = SKIP_REASONS.find((key) => key === log.skipReason);
  const skipped = GATE_SKIP_REASONS.find((key) => key === log.gateSkipped);
  return (
    <li className={styles.log}>
      <p>
        <b className="num">
          {t("log", {
            day: formatDay(log.startedAt, where),
            time: formatTime(log.startedAt, where),
          })}
        </b>
      </p>
      {log.outcome === "skipped" ? null : (
        <p className="sm muted">
          {t("took", { minutes: Math.round(log.seconds / 60), steps: log.stepsDone })}
        </p>
      )}
      <p className="wrap-row">
        <Tag tone={log.outcome === "done" ? "good" : "neutral"}>
          {r(`outcomes.${log.outcome}`, { name })}
        </Tag>
        {why ? <Tag>{r(`skip.reasons.${why}`, { name })}</Tag> : null}
        {reason ? <Tag icon="hand">{r(`stopped.reasons.${reason}`)}</Tag> : null}
        {liked ? <Tag>{r(`log.liked.${liked}`)}</Tag> : null}
        {REACTIONS.filter((key) => log.reactions.includes(key)).map((key) => (
          <Tag key={key}>{r(`log.reactions.${key}`)}</Tag>
        ))}
        {skipped ? (
          <Tag tone="glow" icon="milk">
            {t("skipped", { reason: r(`preCheck.skipReasons.${skipped}`) })}
          </Tag>
        ) : null}
      </p>
      {log.note ? <p className={`sm ${styles.words}`}>{log.note}</p> : null}
    </li>
  );
}
