import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { formatDay, formatTime } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import type { familyLog } from "@/lib/messaging/log.read";
import { leaveAction, resendAction } from "./actions";
import styles from "./messages.module.css";

type Message = Awaited<ReturnType<typeof familyLog>>["messages"][number];
type MessageProps = { message: Message; zone: string; clientId: string };

/** One message: what, to whom, by which channel, and what became of it. */
export async function Message({ message, zone, clientId }: MessageProps) {
  const t = await getTranslations("mail_settings.log");
  const { id, channel, to, name, state, template } = message;
  const kind = t(`channel.${channel}`);
  const what = await nameOf(template);
  const failed = state === "failed";
  return (
    <li>
      <Icon name={failed ? "circle-alert" : channel === "sms" ? "message-circle" : "mail"} />
      <span>
        <b>{what}</b>
        <span className="muted">
          {name
            ? t("to", { channel: kind, name, address: to })
            : t("toAddress", { channel: kind, address: to })}
        </span>
        <span className={failed ? styles.failed : "muted"}>{await stateText(message, zone)}</span>
        {failed ? (
          <span className={styles.tools}>
            <ActionForm action={resendAction} id={`again-${id}`} className="">
              <input type="hidden" name="emailId" value={id} />
              <SubmitButton
                label={t("again")}
                busyLabel={t("sending")}
                size="md"
                variant="default"
                aria-label={`${t("again")}: ${t("aboutOne", { what, address: to })}`}
              />
            </ActionForm>
            <ActionForm action={leaveAction} id={`leave-${id}`} className="">
              <input type="hidden" name="emailId" value={id} />
              <SubmitButton
                label={t("leave")}
                size="md"
                variant="quiet"
                aria-label={`${t("leave")}: ${t("aboutOne", { what, address: to })}`}
              />
            </ActionForm>
            <Link className={styles.correct} href={`/practice/clients/${clientId}`}>
              {t("correct")}
            </Link>
          </span>
        ) : null}
      </span>
    </li>
  );
}

async function nameOf(template: string): Promise<string> {
  const [own, more] = [
    await getTranslations("mail_settings.templates"),
    await getTranslations("mail_settings.log.templates"),
  ];
  if (own.has(template)) return own(template);
  return more.has(template) ? more(template) : template;
}

/** "Not delivered · There is no such mailbox. · tried 3 times". */
async function stateText(message: Message, zone: string): Promise<string> {
  const [t, locale] = [await getTranslations("mail_settings.log"), await getLocale()];
  const { state, attempts, reason, nextTry, sentAt, createdAt } = message;
  const when = (at: Date) =>
    `${formatDay(at, { locale, zone })}, ${formatTime(at, { locale, zone })}`;
  const tries = state === "failed" || (state === "queued" && attempts > 0);
  return [
    t(`state.${state}`, { when: when(sentAt ?? createdAt) }),
    ...(reason && tries ? [t(`reason.${reason}`)] : []),
    ...(tries ? [t("tried", { count: attempts })] : []),
    ...(state === "queued" && attempts > 0 && nextTry ? [t("next", { when: when(nextTry) })] : []),
  ].join(" · ");
}
