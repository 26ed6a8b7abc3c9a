import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { Medal } from "@/components/figure/medal";
import { roundMinutes } from "@/components/routine-steps/clock-text";
import { PracticeMarks } from "@/components/routine-steps/practice-marks";
import { Empty } from "@/components/ui/empty";
import { formatDay } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { Pager, turns } from "@/components/ui/pager";
import { Segmented } from "@/components/ui/tabs";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { Staff } from "@/lib/core/actor";
import {
  type AssignmentItem,
  assignmentList,
  routineShelf,
  type ShelfItem,
} from "@/lib/routines/read";
import { addStarters } from "@/lib/routines/write";
import styles from "./routines.module.css";

type Search = Record<string, string | string[] | undefined>;
type Props = { searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assign.shelf"))("title") };
}

/** The article's three are there from the first visit, as the practice's own. */
async function shelf(actor: Staff): Promise<ShelfItem[]> {
  const items = await found(routineShelf(actor, {}));
  if (items.length > 0 || (await routineShelf(actor, { archived: true })).length > 0) return items;
  const t = await getTranslations("routines.starters");
  await addStarters(actor, {
    standard: t("standard.title"),
    flexibility: t("flexibility.title"),
    "gas-relief": t("gas-relief.title"),
  });
  return routineShelf(actor, {});
}

async function Routines({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/routines");
  const [items, search, t] = [
    await shelf(actor),
    await searchParams,
    await getTranslations("assign.shelf"),
  ];
  return (
    <div className="page">
      <PageHead title={t("title")} detail={t("lead")}>
        <LinkButton href="/practice/routines/new" icon={<Icon name="plus" />}>
          {t("new")}
        </LinkButton>
        <LinkButton
          variant="primary"
          href="/practice/routines/assign"
          icon={<Icon name="hand-heart" />}
        >
          {t("assign")}
        </LinkButton>
      </PageHead>
      <section aria-labelledby="own">
        <h2 id="own" className={styles.sectionHead}>
          {t("own")}
        </h2>
        <ul className={styles.shelf}>
          {items.map((item) => (
            <ShelfCard key={item.id} item={item} />
          ))}
        </ul>
        <Away actor={actor} />
      </section>
      <Families actor={actor} search={search} />
    </div>
  );
}

/** Put away, to be looked at and brought back. */
async function Away({ actor }: { actor: Staff }) {
  const items = await routineShelf(actor, { archived: true });
  const t = await getTranslations("assign.shelf");
  if (items.length === 0) return null;
  return (
    <details>
      <summary>{t("away")}</summary>
      <ul className={styles.shelf}>
        {items.map((item) => (
          <ShelfCard key={item.id} item={item} />
        ))}
      </ul>
    </details>
  );
}

async function ShelfCard({ item }: { item: ShelfItem }) {
  const [t, r] = [await getTranslations("assign.shelf"), await getTranslations("routines")];
  const minutes = r("minutes", { count: roundMinutes(item.seconds) });
  const steps = r("steps", { count: item.strokes.length });
  return (
    <li className={`card ${styles.shelfCard}`}>
      <div className={styles.pictures}>
        {item.strokes.slice(1, 4).map((stroke) => (
          <Medal key={stroke} stroke={stroke} size="lg" />
        ))}
      </div>
      <h3>
        <Link className={styles.whole} href={`/practice/routines/${item.id}`}>
          {item.title}
        </Link>
      </h3>
      <p className="sm muted">
        {item.rounds
          ? t("upTo", { minutes, steps, rounds: item.rounds })
          : t("line", { minutes, steps })}
      </p>
      <p className="sm muted">{t("families", { count: item.families })}</p>
    </li>
  );
}

async function Families({ actor, search }: { actor: Staff; search: Search }) {
  const state = search.state === "ended" ? "ended" : "active";
  const page = Number(search.page) || 1;
  const [t, r] = [await getTranslations("assign.shelf"), await getTranslations("routines.summary")];
  const { items, more, zone } = await found(assignmentList(actor, { state, page }));
  const address = (to: number) => `/practice/routines?state=${state}&page=${to}#families`;
  return (
    <section aria-labelledby="families" className={styles.families}>
      <div className={styles.sectionHead}>
        <h2 id="families">{t("withFamilies")}</h2>
        <Segmented
          label={t("states")}
          items={(["active", "ended"] as const).map((key) => ({
            key,
            label: t(key === "active" ? "withFamilies" : "ended"),
            current: key === state,
            href: `/practice/routines?state=${key}`,
          }))}
        />
      </div>
      {items.length === 0 ? (
        <Empty title={t(state === "active" ? "none" : "noneEnded")}>
          {state === "active" ? t("noneText") : null}
        </Empty>
      ) : (
        <ul className={styles.assigned}>
          {items.map((item) => (
            <Assigned key={item.id} item={item} zone={zone} />
          ))}
        </ul>
      )}
      <Pager {...turns({ page, more }, address)} />
      {items.length > 0 ? <p className="sm muted">{r("noStreaks")}</p> : null}
    </section>
  );
}

async function Assigned({ item, zone }: { item: AssignmentItem; zone: string }) {
  const [t, r, locale] = [
    await getTranslations("assign.shelf"),
    await getTranslations("routines.summary"),
    await getLocale(),
  ];
  const day = (at: Date | string) => formatDay(at, { locale, zone }, "brief");
  const over = item.endedAt ?? item.untilOn;
  return (
    <li className={`card ${styles.assignedCard}`}>
      <div>
        <h3>
          <Link className={styles.whole} href={`/practice/routines/assigned/${item.id}`}>
            {item.baby}
          </Link>
        </h3>
        <p className="sm muted">{item.title}</p>
        <p className="sm muted">
          {over
            ? t("from", { from: day(item.assignedAt), to: day(over) })
            : t("since", { day: day(item.assignedAt) })}
        </p>
      </div>
      <div className={styles.marks}>
        <PracticeMarks summary={item.summary} />
      </div>
      <Tag tone="good">{r("done", { count: item.summary.daysDone })}</Tag>
    </li>
  );
}

export default practicePage(Routines);
