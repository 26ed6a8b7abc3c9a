import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { BackLink } from "@/app/practice/_setup/back-link";
import { BabyAlerts } from "@/app/practice/baby-alerts";
import { Medal } from "@/components/figure/medal";
import { roundMinutes } from "@/components/routine-steps/clock-text";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { Age } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { babyTitle } from "@/lib/clients/rules";
import { clientList } from "@/lib/clients/search.read";
import type { Staff } from "@/lib/core/actor";
import { routineForBaby, routineShelf } from "@/lib/routines/read";
import styles from "../routines.module.css";
import { AssignForm } from "./assign-form";

type Search = Record<string, string | string[] | undefined>;
type Props = { searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assign.choose"))("title") };
}

const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" && value ? value : undefined;

/** The address of a later step, with everything chosen so far. */
function address(search: Search, more: Record<string, string | undefined>): string {
  const all = { ...search, ...more };
  const chosen = Object.entries(all).flatMap(([key, value]) =>
    ["baby", "routine", "replaces"].includes(key) && typeof value === "string"
      ? [[key, value] as [string, string]]
      : [],
  );
  return `/practice/routines/assign?${new URLSearchParams(chosen)}`;
}

/** Baby, routine, form: each step is an address, so the way back is the browser's own. */
async function Assign({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/routines/assign");
  const search = await searchParams;
  const [baby, routine] = [one(search.baby), one(search.routine)];
  const t = await getTranslations("assign.choose");
  if (baby && routine) {
    const found_ = await found(routineForBaby(actor, { babyId: baby, routineId: routine }));
    return (
      <div className="page">
        <p className="wrap-row">
          <Link className={styles.out} href={address(search, { baby: undefined })}>
            {t("otherBaby")}
          </Link>
          <Link className={styles.out} href={address(search, { routine: undefined })}>
            {t("otherRoutine")}
          </Link>
        </p>
        <AssignForm found={found_} replaces={one(search.replaces)} />
      </div>
    );
  }
  return (
    <div className={`page ${styles.narrow}`}>
      <BackLink href="/practice/routines">{(await getTranslations("assign.one"))("back")}</BackLink>
      {baby ? (
        <ChooseRoutine actor={actor} search={search} />
      ) : (
        <ChooseBaby actor={actor} search={search} />
      )}
    </div>
  );
}

async function ChooseBaby({ actor, search }: { actor: Staff; search: Search }) {
  const t = await getTranslations("assign.choose");
  const q = one(search.q);
  const { items } = await found(clientList(actor, { q, page: 1 }));
  const babies = items.flatMap((client) =>
    client.babies.map((baby) => ({ ...baby, title: babyTitle(baby.firstName, client.name) })),
  );
  return (
    <>
      <PageHead title={t("baby")} />
      <search>
        <form className={styles.find} action="/practice/routines/assign">
          {one(search.routine) ? (
            <input type="hidden" name="routine" value={one(search.routine)} />
          ) : null}
          <TextField
            name="q"
            label={t("search")}
            type="search"
            defaultValue={q}
            optional
            maxLength={80}
          />
          <Button type="submit" size="lg" icon={<Icon name="search" />}>
            {t("find")}
          </Button>
        </form>
      </search>
      {babies.length === 0 ? <Empty title={t("noBaby")}>{t("noBabyText")}</Empty> : null}
      <ul className={styles.people}>
        {babies.map((baby) => (
          <li key={baby.id} className={`card ${styles.person}`}>
            <Avatar name={baby.title} />
            <div className="grow">
              <h2>
                <Link className={styles.whole} href={address(search, { baby: baby.id })}>
                  {baby.title}
                </Link>
              </h2>
              <p className="sm muted num">
                <Age {...baby.ages} strong />
              </p>
            </div>
            <BabyAlerts alerts={baby.alerts} />
          </li>
        ))}
      </ul>
    </>
  );
}

async function ChooseRoutine({ actor, search }: { actor: Staff; search: Search }) {
  const [t, s, r] = [
    await getTranslations("assign.choose"),
    await getTranslations("assign.shelf"),
    await getTranslations("routines"),
  ];
  const items = await found(routineShelf(actor, {}));
  return (
    <>
      <PageHead title={t("routine", { name: r("yourBaby") })} />
      <ul className={styles.people}>
        {items.map((item) => (
          <li key={item.id} className={`card ${styles.person}`}>
            {item.strokes[1] ? <Medal stroke={item.strokes[1]} /> : null}
            <div className="grow">
              <h2>
                <Link className={styles.whole} href={address(search, { routine: item.id })}>
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
    </>
  );
}

export default practicePage(Assign);
