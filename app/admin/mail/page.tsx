import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { adminPage } from "@/app/_server/missing";
import { Empty } from "@/components/ui/empty";
import { formatDay, formatTime } from "@/components/ui/format";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { Pager } from "@/components/ui/pager";
import { Segmented } from "@/components/ui/tabs";
import { getTranslations } from "@/i18n/words";
import { env } from "@/lib/core/env";
import { mailList } from "@/lib/messaging/read";
import { MailPage, mailStates } from "@/lib/messaging/schema";
import styles from "../admin.module.css";
import { TableRegion } from "../table-region";
import { MailState } from "./mail-state";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.mail");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

async function Mail({ searchParams }: Props) {
  const actor = await pageActor("admin", "/admin/mail");
  const asked = await searchParams;
  const { state, before } = MailPage.parse({ state: asked.state, before: asked.before });
  const { mails, more } = await mailList(actor, { state, before });
  const [t, locale] = [await getTranslations("admin.mail"), await getLocale()];
  const where = { locale, zone: "UTC" };
  const at = (query: Record<string, string | undefined>) => {
    const search = new URLSearchParams(
      Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    );
    return `/admin/mail${search.size > 0 ? `?${search}` : ""}`;
  };
  const tabs = [undefined, ...mailStates];
  return (
    <div className={styles.page}>
      <PageHead title={t("title")} detail={t("lead")}>
        <Segmented
          label={t("show")}
          items={tabs.map((key) => ({
            key: key ?? "all",
            label: t(`states.${key ?? "all"}`),
            current: key === state,
            href: at({ state: key }),
          }))}
        />
      </PageHead>
      {env().SMTP_URL ? null : <Note tone="info">{t("noServer")}</Note>}
      {mails.length === 0 ? (
        <Empty title={t("empty")} />
      ) : (
        <TableRegion label={t("title")}>
          <thead>
            <tr>
              <th scope="col">{t("when")}</th>
              <th scope="col">{t("to")}</th>
              <th scope="col">{t("what")}</th>
              <th scope="col">{t("practice")}</th>
              <th scope="col">{t("state")}</th>
            </tr>
          </thead>
          <tbody>
            {mails.map((mail) => (
              <tr key={mail.id}>
                <td className="num nowrap">
                  {t("at", {
                    day: formatDay(mail.createdAt, where, "brief"),
                    time: formatTime(mail.createdAt, where),
                  })}
                </td>
                <td>
                  <a href={`/admin/mail/${mail.id}`}>{mail.to}</a>
                </td>
                <td>
                  {t.has(`templates.${mail.template}`)
                    ? t(`templates.${mail.template}`)
                    : mail.template}
                </td>
                <td>{mail.practiceName ?? t("platform")}</td>
                <td>
                  <MailState state={mail.state} />
                </td>
              </tr>
            ))}
          </tbody>
        </TableRegion>
      )}
      <Pager
        previous={before ? at({ state }) : null}
        next={more ? at({ state, before: mails.at(-1)?.id }) : null}
      />
    </div>
  );
}

export default adminPage(Mail);
