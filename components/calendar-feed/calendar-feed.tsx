import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { FEED_DETAILS, type FeedDetail } from "@/lib/documents/feed.schema";
import styles from "./calendar-feed.module.css";
import { MadeAddress } from "./made-address";

export type FeedShown = {
  feedId: string;
  detail: FeedDetail;
  createdAt: Date;
  lastReadAt: Date | null;
} | null;
type CalendarFeedProps = {
  feed: FeedShown;
  /** Whose words: staff read of families, a family of its practitioner. */
  reader: "staff" | "family";
  zone: string;
  make: FormAction;
  change: FormAction;
  revoke: FormAction;
};

/** The person's lessons as an address that other calendar programs read. */
export async function CalendarFeed({ feed, reader, zone, ...actions }: CalendarFeedProps) {
  const t = await getTranslations("calendars.feed");
  const words = {
    label: t("address"),
    hint: t("addressHint"),
    copy: t("copy"),
    copied: t("copied"),
    how: t("how"),
  };
  const choices: Record<FeedDetail, string> = {
    busy: t("busyChoice"),
    initials: t("initialsChoice"),
    names: reader === "staff" ? t("namesChoice") : t("namesChoiceFamily"),
  };
  return (
    <Card title={t("title")} className={styles.card}>
      <p className="muted">{t("lead")}</p>
      {feed ? <Since feed={feed} zone={zone} /> : null}
      <ActionForm action={actions.make} id="make">
        <MadeAddress words={words} />
        <div className={styles.buttons}>
          <SubmitButton
            variant={feed ? "default" : "primary"}
            size="md"
            label={feed ? t("again") : t("make")}
          />
          {feed ? <span className="hint">{t("againHint")}</span> : null}
        </div>
      </ActionForm>
      {feed ? (
        <>
          <ActionForm action={actions.change} id="detail">
            <input type="hidden" name="feedId" value={feed.feedId} />
            <ChoiceGroup name="detail" legend={t("detail")} hint={t("detailHint")}>
              {FEED_DETAILS.map((detail) => (
                <ChoiceCard
                  key={detail}
                  value={detail}
                  label={choices[detail]}
                  defaultChecked={detail === feed.detail}
                />
              ))}
            </ChoiceGroup>
            <SubmitButton size="md" variant="default" label={t("save")} />
          </ActionForm>
          <ActionForm action={actions.revoke} id="revoke">
            <input type="hidden" name="feedId" value={feed.feedId} />
            <SubmitButton size="md" variant="danger" label={t("remove")} />
          </ActionForm>
        </>
      ) : null}
    </Card>
  );
}

async function Since({ feed, zone }: { feed: NonNullable<FeedShown>; zone: string }) {
  const t = await getTranslations("calendars.feed");
  const day = (on: Date) => <DateText on={on} zone={zone} />;
  return (
    <p className="sm">
      {t.rich("made", { when: () => day(feed.createdAt) })}{" "}
      {feed.lastReadAt
        ? t.rich("lastRead", { when: () => day(feed.lastReadAt ?? feed.createdAt) })
        : t("neverRead")}
    </p>
  );
}
