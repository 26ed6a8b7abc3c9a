import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { adminPage } from "@/app/_server/missing";
import { Empty } from "@/components/ui/empty";
import { formatElapsed } from "@/components/ui/format";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import { systemNow } from "@/lib/core/time";
import { checkHealth, type Health } from "@/lib/jobs/health";
import { jobCounts } from "@/lib/jobs/read";
import { runningVersion } from "@/lib/jobs/version";
import styles from "../admin.module.css";
import { TableRegion } from "../table-region";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.jobs");
  return { title: t("title") };
}

/** The first thing that is wrong, as a message key. */
function stand({ database, migrations, jobs, failedJobs }: Health) {
  if (database !== "ok") return "unreachable";
  if (migrations !== "ok") return "behind";
  if (jobs !== "ok") return jobs === "absent" ? "absent" : "late";
  return failedJobs > 0 ? "degraded" : "healthy";
}
const tones = { healthy: "good", degraded: "glow" } as const;

async function Jobs() {
  const actor = await pageActor("admin", "/admin/jobs");
  const [rows, health] = [await jobCounts(actor, {}), await checkHealth()];
  const [t, locale] = [await getTranslations("admin.jobs"), await getLocale()];
  const now = systemNow();
  const state = stand(health);
  const { version, build } = runningVersion();
  return (
    <div className={styles.page}>
      <PageHead title={t("title")} detail={t("lead")} />
      <Note tone={state === "healthy" || state === "degraded" ? tones[state] : "bad"}>
        {t(state, { count: health.failedJobs })}
      </Note>
      {rows.length === 0 ? (
        <Empty title={t("empty")} />
      ) : (
        <TableRegion label={t("title")}>
          <thead>
            <tr>
              <th scope="col">{t("job")}</th>
              <th scope="col" className={styles.end}>
                {t("waiting")}
              </th>
              <th scope="col" className={styles.end}>
                {t("retrying")}
              </th>
              <th scope="col" className={styles.end}>
                {t("failed")}
              </th>
              <th scope="col">{t("oldest")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row" className={styles.mono}>
                  {row.name}
                </th>
                <td className={`num ${styles.end}`}>{row.waiting}</td>
                <td className={`num ${styles.end}`}>{row.retrying}</td>
                <td className={`num ${styles.end}`}>{row.failed}</td>
                <td className="num">
                  {row.oldest ? formatElapsed(row.oldest, now, locale) : t("none")}
                </td>
              </tr>
            ))}
          </tbody>
        </TableRegion>
      )}
      <p className="muted">{t(build ? "build" : "version", { version, build: build ?? "" })}</p>
    </div>
  );
}

export default adminPage(Jobs);
