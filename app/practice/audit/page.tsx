import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { TrailList } from "@/components/audit-trail/trail-list";
import { trailWords } from "@/components/audit-trail/words";
import { Button, ButtonLink } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { SelectField, TextField } from "@/components/ui/field";
import { formatDay, formatTime } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Pager } from "@/components/ui/pager";
import { getTranslations } from "@/i18n/words";
import { practiceTrail, trailChoices } from "@/lib/audit/access.read";
import { TrailQuestion, WHAT } from "@/lib/audit/access.schema";
import { SetupHead } from "../_setup/setup-head";
import styles from "./audit.module.css";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("record.trail"))("title") };
}

/** The practice's own audit trail, for its owner: filters and pages are addresses. */
async function Trail({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/audit");
  if (actor.role !== "owner") notFound();
  const { who, what, baby, from, until, before } = await searchParams;
  const asked = TrailQuestion.parse({ who, what, baby, from, until, before });
  const [{ items, next, zone }, choices] = await Promise.all([
    practiceTrail(actor, asked),
    trailChoices(actor, { baby: asked.baby }),
  ]);
  const [t, words, locale] = [
    await getTranslations("record.trail"),
    await trailWords(),
    await getLocale(),
  ];
  const where = { locale, zone };
  const filters = Object.entries({ ...asked, before: undefined }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const at = (more: Record<string, string> = {}) =>
    `?${new URLSearchParams([...filters, ...Object.entries(more)])}`;
  return (
    <div className="page">
      <SetupHead tab="audit" search={{}}>
        <ButtonLink
          href={`/practice/audit/trail.csv${at()}`}
          icon={<Icon name="download" />}
          download
        >
          {t("csv")}
        </ButtonLink>
      </SetupHead>
      <form className={styles.filters} action="/practice/audit" noValidate>
        <SelectField
          name="who"
          label={t("who")}
          defaultValue={asked.who ?? ""}
          options={[
            { value: "", label: t("anybody") },
            ...choices.people.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <SelectField
          name="what"
          label={t("what")}
          defaultValue={asked.what ?? ""}
          options={[
            { value: "", label: t("anything") },
            ...WHAT.map((one) => ({ value: one, label: t(`whats.${one}`) })),
          ]}
        />
        <TextField name="from" type="date" label={t("from")} defaultValue={asked.from} />
        <TextField name="until" type="date" label={t("until")} defaultValue={asked.until} />
        {asked.baby && choices.baby ? <input type="hidden" name="baby" value={asked.baby} /> : null}
        <Button type="submit" size="lg">
          {t("show")}
        </Button>
      </form>
      {asked.baby && choices.baby ? (
        <p className="sm">
          {t("about", { name: choices.baby })} <Link href="/practice/audit">{t("everyBaby")}</Link>
        </p>
      ) : null}
      {items.length === 0 ? (
        <Empty title={t("empty")} />
      ) : (
        <TrailList
          label={t("title")}
          lines={items.map((item) => ({
            seq: item.seq,
            at: t("at", {
              day: formatDay(item.at, where, "date"),
              time: formatTime(item.at, where),
            }),
            number: t("number", { seq: item.seq }),
            ...{ who: words.who(item.by), role: words.role(item.by), what: words.what(item) },
            href: item.subjectType === "baby" ? `/practice/babies/${item.subjectId}` : undefined,
            raw: `${item.operation} ${item.subjectType} ${item.subjectId}`,
          }))}
        />
      )}
      <Pager
        previous={asked.before ? `/practice/audit${at()}` : null}
        next={next ? `/practice/audit${at({ before: String(next) })}` : null}
      />
    </div>
  );
}

export default practicePage(Trail);
