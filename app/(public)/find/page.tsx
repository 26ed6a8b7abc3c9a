import type { Metadata } from "next";
import { visitor } from "@/app/_server/actor";
import { PublicShell } from "@/components/shell/public-shell";
import { ButtonLink } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Pager } from "@/components/ui/pager";
import { getTranslations } from "@/i18n/words";
import { addDays, systemNow, today } from "@/lib/core/time";
import { find, languagesTaught } from "@/lib/directory/read";
import { Find, PLACE_KINDS, type PlaceKind } from "@/lib/directory/schema";
import { isWhen, WHENS, type When } from "../finder";
import { PractitionerCard } from "../practitioner-card";
import styles from "./find.module.css";
import { FindForm } from "./find-form";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
export type Asked = {
  near?: string;
  when?: When;
  kind?: PlaceKind;
  language?: string;
  preterm?: "on";
  page?: string;
};

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const t = await getTranslations("find");
  const filtered = Object.keys(await searchParams).length > 0;
  return {
    title: t("title"),
    description: t("description"),
    alternates: { canonical: "/find" },
    // One address for search engines, however many ways there are to ask.
    ...(filtered && { robots: { index: false, follow: true } }),
  };
}

export default async function FindPage({ searchParams }: Props) {
  const asked = readable(await searchParams);
  const { when, ...rest } = asked;
  const to = when && addDays(today(systemNow(), "UTC"), WHENS[when]);
  const [t, languages] = [await getTranslations("find"), await languagesTaught(visitor, {})];
  const { cards, total, pages } = await find(visitor, { ...rest, ...(to && { to }) });
  const page = Number(asked.page ?? 1);
  return (
    <PublicShell items={["find", "refer", "signIn"]} current="find" width="mid">
      <h1 className={styles.title}>{t("title")}</h1>
      <FindForm asked={asked} languages={languages} />
      <section aria-labelledby="results">
        <div className={styles.head}>
          <h2 id="results">
            {asked.near ? t("resultsNear", { total, near: asked.near }) : t("results", { total })}
          </h2>
          <p className="muted sm">{t("zone")}</p>
        </div>
        {cards.length > 0 ? (
          <div className={styles.cards}>
            {cards.map((card) => (
              <PractitionerCard key={card.slug} card={card} />
            ))}
          </div>
        ) : (
          <Nobody asked={asked} />
        )}
        <Pager
          previous={page > 1 ? addressOf({ ...asked, page: String(page - 1) }) : null}
          next={page < pages ? addressOf({ ...asked, page: String(page + 1) }) : null}
          where={t("page", { page, pages })}
        />
      </section>
    </PublicShell>
  );
}

/** What was asked, as far as it makes sense: an address typed by hand shows what it can instead of an error. */
function readable(search: Record<string, string | string[] | undefined>): Asked {
  const asked: Asked = {};
  const one = (name: string) => (typeof search[name] === "string" ? search[name] : undefined);
  const { near, language, page } = Find.shape;
  const typed = near.safeParse(one("near"));
  if (typed.success && typed.data) asked.near = typed.data;
  const spoken = language.safeParse(one("language"));
  if (spoken.success && spoken.data) asked.language = spoken.data;
  const when = one("when");
  if (isWhen(when)) asked.when = when;
  const kind = PLACE_KINDS.find((known) => known === one("kind"));
  if (kind) asked.kind = kind;
  if (one("preterm") === "on") asked.preterm = "on";
  const number = page.safeParse(one("page"));
  if (number.success && number.data > 1) asked.page = String(number.data);
  return asked;
}

function addressOf(asked: Asked): string {
  const search = new URLSearchParams(Object.entries(asked)).toString();
  return search ? `/find?${search}` : "/find";
}

/** Nobody matches: each way to ask for less is one press. */
async function Nobody({ asked }: { asked: Asked }) {
  const t = await getTranslations("find");
  const { when, near, kind, page: _page, ...rest } = asked;
  return (
    <Empty
      title={t("emptyTitle")}
      action={
        <div className="wrap-row">
          {when ? (
            <ButtonLink href={addressOf({ ...rest, ...(near && { near }), ...(kind && { kind }) })}>
              {t("emptyAnyDay")}
            </ButtonLink>
          ) : null}
          {near ? (
            <ButtonLink href={addressOf({ ...rest, ...(when && { when }), ...(kind && { kind }) })}>
              {t("emptyAnywhere")}
            </ButtonLink>
          ) : null}
          {kind === "online" ? null : (
            <ButtonLink href={addressOf({ kind: "online" })}>{t("emptyOnline")}</ButtonLink>
          )}
        </div>
      }
    >
      {t("emptyText")}
    </Empty>
  );
}
