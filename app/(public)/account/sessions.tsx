import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { formatDay, formatTime } from "@/components/ui/format";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import styles from "./account.module.css";
import { everywhereAction, revokeAction } from "./actions";

type Session = {
  handle: string;
  device: string | null;
  startedAt: Date;
  seenAt: Date;
  current: boolean;
};

/** Where the person is signed in. Times are in UTC, named as such: an account belongs to no place. */
export async function Sessions({ sessions }: { sessions: readonly Session[] }) {
  const [t, locale] = [await getTranslations("accounts.sessions"), await getLocale()];
  const where = { locale, zone: "UTC" };
  const at = (when: Date) =>
    t("at", { day: formatDay(when, where, "date"), time: formatTime(when, where) });
  return (
    <Card title={t("title")} id="sessions">
      <ul className={`list ${styles.sessions}`}>
        {sessions.map((session) => (
          <li key={session.handle}>
            <div className="grow">
              <b>{session.device ?? t("unknown")}</b>{" "}
              {session.current ? <Tag tone="good">{t("this")}</Tag> : null}
              <p className="muted sm">
                {t("since", { at: at(session.startedAt) })}
                <br />
                {t("seen", { at: at(session.seenAt) })}
              </p>
            </div>
            {session.current ? (
              <form method="post" action="/sign-out">
                <SubmitButton
                  label={t("signOut")}
                  busyLabel={t("busy")}
                  variant="quiet"
                  size="md"
                />
              </form>
            ) : (
              <ActionForm
                action={revokeAction}
                id={`end-${session.handle.slice(0, 8)}`}
                className=""
              >
                <input type="hidden" name="session" value={session.handle} />
                <SubmitButton
                  label={t("end")}
                  busyLabel={t("busy")}
                  variant="quiet"
                  size="md"
                  aria-label={t("endOf", { device: session.device ?? t("unknown") })}
                />
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
      <ActionForm action={everywhereAction} id="everywhere">
        <SubmitButton label={t("everywhere")} busyLabel={t("busy")} variant="default" size="md" />
      </ActionForm>
    </Card>
  );
}
