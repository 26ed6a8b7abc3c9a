import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { adminPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { formatDay, formatTime } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { readMail } from "@/lib/messaging/read";
import styles from "../../admin.module.css";
import { retryAction } from "../actions";
import { MailState } from "../mail-state";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.mail");
  return { title: t("one") };
}

/** One mail as its reader would see it. The words are there until a mail server took them. */
async function OneMail({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await pageActor("admin", `/admin/mail/${encodeURIComponent(id)}`);
  const mail = await found(readMail(actor, { emailId: id }));
  const [t, locale] = [await getTranslations("admin.mail"), await getLocale()];
  const where = { locale, zone: "UTC" };
  const at = (when: Date) =>
    t("at", { day: formatDay(when, where, "date"), time: formatTime(when, where) });
  const { content } = mail;
  return (
    <div className={styles.page}>
      <PageHead title={content ? content.subject || t("aText") : t("gone")}>
        <ButtonLink href="/admin/mail" icon={<Icon name="arrow-left" />}>
          {t("back")}
        </ButtonLink>
      </PageHead>
      <Card title={t("about")} action={<MailState state={mail.state} />}>
        <dl className={styles.facts}>
          <dt>{t("to")}</dt>
          <dd>{mail.to}</dd>
          <dt>{t("when")}</dt>
          <dd>{at(mail.createdAt)}</dd>
          {mail.sentAt ? (
            <>
              <dt>{t("sentAt")}</dt>
              <dd>{at(mail.sentAt)}</dd>
            </>
          ) : null}
          <dt>{t("practice")}</dt>
          <dd>{mail.practiceName ?? t("platform")}</dd>
          <dt>{t("attempts")}</dt>
          <dd className="num">{mail.attempts}</dd>
          {mail.lastError ? (
            <>
              <dt>{t("lastError")}</dt>
              <dd>{mail.lastError}</dd>
            </>
          ) : null}
        </dl>
        {mail.state === "failed" ? (
          <div className={styles.decide}>
            <ActionForm action={retryAction} id="retry" className="">
              <input type="hidden" name="emailId" value={mail.id} />
              <SubmitButton label={t("retry")} busyLabel={t("retrying")} size="md" />
            </ActionForm>
          </div>
        ) : null}
      </Card>
      {content ? (
        <>
          {content.html ? (
            <Card title={t("asHtml")}>
              {/* Without any permission: no script, no form, no way out of the frame. */}
              <iframe
                className={styles.frame}
                title={content.subject}
                srcDoc={content.html}
                sandbox=""
              />
            </Card>
          ) : null}
          <Card title={t("asText")}>
            <pre className={styles.plain}>{content.text}</pre>
          </Card>
          {(content.attachments ?? []).map((file) => (
            <Card key={file.filename} title={file.filename}>
              <pre className={`${styles.plain} ${styles.mono}`}>{file.content}</pre>
            </Card>
          ))}
        </>
      ) : null}
    </div>
  );
}

export default adminPage(OneMail);
