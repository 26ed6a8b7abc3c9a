import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { BackLink } from "@/app/practice/_setup/back-link";
import { Medal } from "@/components/figure/medal";
import { roundMinutes } from "@/components/routine-steps/clock-text";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import type { Staff } from "@/lib/core/actor";
import { ASK_AND_HOLD } from "@/lib/routines/library";
import { routineDetail, routineShelf } from "@/lib/routines/read";
import { BuilderForm } from "../builder-form";
import styles from "../routines.module.css";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assign.new"))("title") };
}

/** First what it begins from, then the builder. Nothing is stored before it is saved. */
async function NewRoutine({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/routines/new");
  const { from } = await searchParams;
  const t = await getTranslations("assign.new");
  if (typeof from !== "string" || from === "") return <Choose actor={actor} />;
  const nothing = from === "nothing";
  const base = nothing ? null : await found(routineDetail(actor, { routineId: from }));
  const one = await getTranslations("assign.one");
  return (
    <div className="page">
      <BackLink href="/practice/routines/new">{t("other")}</BackLink>
      <BuilderForm
        heading={t("title")}
        detail={base ? t("fromLead", { title: base.title }) : t("lead")}
        title={base ? one("copyTitle", { title: base.title.slice(0, 70) }) : ""}
        body={base?.body ?? { steps: [ASK_AND_HOLD], loop: null }}
        hidden={{ from: nothing ? "" : from }}
      />
    </div>
  );
}

async function Choose({ actor }: { actor: Staff }) {
  const [t, one, s, r] = [
    await getTranslations("assign.new"),
    await getTranslations("assign.one"),
    await getTranslations("assign.shelf"),
    await getTranslations("routines"),
  ];
  const items = await found(routineShelf(actor, {}));
  return (
    <div className={`page ${styles.narrow}`}>
      <BackLink href="/practice/routines">{one("back")}</BackLink>
      <PageHead title={t("choose")} />
      <ul className={styles.people}>
        <li className={`card ${styles.person}`}>
          <Medal stroke="ask-and-hold" />
          <div className="grow">
            <h2>
              <Link className={styles.whole} href="/practice/routines/new?from=nothing">
                {t("nothing")}
              </Link>
            </h2>
            <p className="sm muted">{t("nothingText")}</p>
          </div>
        </li>
        {items.map((item) => (
          <li key={item.id} className={`card ${styles.person}`}>
            {item.strokes[1] ? <Medal stroke={item.strokes[1]} /> : null}
            <div className="grow">
              <h2>
                <Link className={styles.whole} href={`/practice/routines/new?from=${item.id}`}>
                  {item.title}
                </Link>
              </h2>
              <p className="sm muted">
                {s("line", {
                  minutes: r("minutes", { count: roundMinutes(item.seconds) }),
                  steps: r("steps", { count: item.strokes.length }),
                })}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

export default practicePage(NewRoutine);
