import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { Empty } from "@/components/ui/empty";
import { formatElapsed } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { Pager, turns } from "@/components/ui/pager";
import { Segmented } from "@/components/ui/tabs";
import { getTranslations } from "@/i18n/words";
import type { Staff } from "@/lib/core/actor";
import { formatGestation } from "@/lib/core/age";
import { type InboxItem, referralInbox } from "@/lib/referrals/read";
import { INBOX_TABS, type InboxTab } from "@/lib/referrals/schema";
import { letterStands } from "./letter-stands";
import styles from "./referrals.module.css";

const address = (tab: InboxTab, page = 1) =>
  `/practice/referrals?tab=${tab}${page > 1 ? `&page=${page}` : ""}`;

type InboxProps = {
  actor: Staff;
  tab: InboxTab;
  page: number;
  now: Date;
  /** The referral beside the list; on a phone it takes the list's place. */
  open: { id: string; children: ReactNode } | null;
  /** Shown on wide screens beside the list, when nothing was chosen yet. */
  preview?: ((item: InboxItem) => ReactNode) | undefined;
};

export async function Inbox({ actor, tab, page, now, open, preview }: InboxProps) {
  const [t, locale] = [await getTranslations("referrals.inbox"), await getLocale()];
  const { items, waiting, more } = await referralInbox(actor, { tab, page });
  const labels: Record<InboxTab, string> = {
    waiting: waiting > 0 ? t("waiting", { count: waiting }) : t("waitingNone"),
    accepted: t("accepted"),
    declined: t("declined"),
  };
  const first = items[0];
  const beside = open ? open.children : first && preview ? preview(first) : null;
  return (
    <div className={`page ${styles.page}`}>
      <PageHead title={t("title")}>
        <Segmented
          label={t("show")}
          items={INBOX_TABS.map((key) => ({
            key,
            label: labels[key],
            current: key === tab,
            href: address(key),
          }))}
        />
      </PageHead>
      {items.length === 0 && !open ? (
        <Empty
          title={t("empty", { tab })}
          action={tab === "waiting" ? <Link href="/refer">{t("referralLink")}</Link> : undefined}
        >
          {tab === "waiting" ? t("emptyHint") : null}
        </Empty>
      ) : (
        <div className={open ? `${styles.split} ${styles.chosen}` : styles.split}>
          <div className={styles.left}>
            <nav className={`card ${styles.inbox}`} aria-label={t("list", { tab })}>
              <ul>
                {items.map((item) => (
                  <li key={item.id}>
                    <Row
                      item={item}
                      locale={locale}
                      now={now}
                      current={item.id === (open?.id ?? (preview ? first?.id : undefined))}
                      query={`?tab=${tab}${page > 1 ? `&page=${page}` : ""}`}
                    />
                  </li>
                ))}
              </ul>
            </nav>
            <Pager {...turns({ page, more }, (n) => address(tab, n))} where={t("page", { page })} />
          </div>
          <div className={styles.right}>
            {open ? (
              <p className={styles.back}>
                <Link href={address(tab, page)}>
                  <Icon name="arrow-left" />
                  {t("back")}
                </Link>
              </p>
            ) : null}
            {beside}
          </div>
        </div>
      )}
    </div>
  );
}

/** Where a letter may still be written. */
const OPEN = ["waiting", "accepted", "booked"];

/** Who refers, why, and how early the baby came; why is not for the front desk. */
async function lineOf({ doctorName: doctor, reasons, gestationDays, weeksUnknown }: InboxItem) {
  const t = await getTranslations("referrals");
  const weeks = gestationDays === null ? "" : formatGestation(gestationDays);
  if (reasons === null) {
    if (weeksUnknown) return t("inbox.whoUnknown", { doctor });
    return weeks ? t("inbox.whoEarly", { doctor, weeks }) : doctor;
  }
  const reason = reasons.map((one) => t(`reason.${one}`)).join(", ");
  if (weeks) return t("inbox.lineEarly", { doctor, reason, weeks });
  return t(weeksUnknown ? "inbox.lineUnknown" : "inbox.line", { doctor, reason });
}

type RowProps = { item: InboxItem; locale: string; now: Date; current: boolean; query: string };

async function Row({ item, locale, now, current, query }: RowProps) {
  const t = await getTranslations("referrals");
  const letter = item.letter && (await letterStands(item.letter, item.zone));
  // "No letter back wanted" is where the letter stands as well: once is enough.
  const wanted =
    OPEN.includes(item.status) && item.letterWanted !== "unsaid" && item.letter?.is !== "unwanted"
      ? t(`letterWanted.${item.letterWanted}`)
      : null;
  return (
    <Link
      href={`/practice/referrals/${item.id}${query}`}
      aria-current={current ? "true" : undefined}
      scroll={false}
    >
      <b>{item.babyName}</b>
      <time className="num" dateTime={item.sentAt.toISOString()}>
        {formatElapsed(item.sentAt, now, locale)}
      </time>
      <span>{await lineOf(item)}</span>
      {item.overdue ? <span className={styles.overdue}>{t("inbox.overdue")}</span> : null}
      {wanted ? <span>{wanted}</span> : null}
      {letter ? <span>{letter}</span> : null}
      {item.status === "withdrawn" ? <span>{t("status.withdrawn")}</span> : null}
    </Link>
  );
}
