import type { Metadata } from "next";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { Timeline } from "@/components/timeline/timeline";
import { timelineWords } from "@/components/timeline/words";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import { babyTimeline } from "@/lib/audit/timeline.read";
import { groupsFor, TimelineQuestion } from "@/lib/audit/timeline.rules";
import { babyOfPage } from "../baby";
import styles from "../baby.module.css";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("record.everything"))("title") };
}

/** All that happened to the baby, or one kind of it: filters and pages are addresses, so they need no script. */
async function Everything({ params, searchParams }: Props) {
  const { actor, baby } = await babyOfPage((await params).id);
  const asked = await searchParams;
  const { show, before } = TimelineQuestion.parse({
    ...{ babyId: baby.id, show: asked.show, before: asked.before },
  });
  const page = await found(babyTimeline(actor, { babyId: baby.id, show, before }));
  const t = await getTranslations("record.everything");
  const words = await timelineWords({ zone: page.zone, name: baby.firstName });
  const root = `/practice/babies/${baby.id}/everything`;
  const here = show ? `${root}?show=${show}` : root;
  return (
    <Card title={t("title")}>
      <nav className={styles.filters} aria-label={t("filters")}>
        <Link href={root} aria-current={show ? undefined : "true"}>
          {t("all")}
        </Link>
        {groupsFor(actor.role !== "front_desk").map((group) => (
          <Link
            key={group}
            href={`${root}?show=${group}`}
            aria-current={show === group ? "true" : undefined}
          >
            {t(`groups.${group}`)}
          </Link>
        ))}
      </nav>
      {page.items.length === 0 ? (
        <Empty title={t("empty")} />
      ) : (
        <Timeline entries={page.items.map(words)} zone={page.zone} exact />
      )}
      {before || page.next ? (
        <nav className="wrap-row" aria-label={t("pages")}>
          {before ? <ButtonLink href={here}>{t("newest")}</ButtonLink> : null}
          {page.next ? (
            <ButtonLink href={`${here}${show ? "&" : "?"}before=${encodeURIComponent(page.next)}`}>
              {t("older")}
            </ButtonLink>
          ) : null}
        </nav>
      ) : null}
    </Card>
  );
}

export default practicePage(Everything);
