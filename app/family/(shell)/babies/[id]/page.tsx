import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { allowedLine } from "@/components/routine-steps/allowed-words";
import { Avatar } from "@/components/ui/avatar";
import { Card } from "@/components/ui/card";
import { formatDay, formatList } from "@/components/ui/format";
import { Icon, type IconName } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Tag } from "@/components/ui/tag";
import { Age, DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { type OwnBabyFacts, ownBabyFacts } from "@/lib/clients/own.read";
import { bornEarly, weeksAndDays } from "@/lib/core/age";
import { type OwnLetter, ownLetters } from "@/lib/documents/letter.read";
import { FINDINGS } from "@/lib/safety/schema";
import styles from "../../family.module.css";

const MORE = [
  ["growth", "chart-no-axes-column"],
  ["forms", "clipboard-list"],
  ["files", "file-text"],
  ["record", "download"],
  ["access", "eye"],
] as const satisfies readonly (readonly [string, IconName])[];

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ui.nav"))("baby") };
}

async function OneBaby({ params }: Props) {
  const { id } = await params;
  const actor = await pageActor("family", `/family/babies/${id}`);
  const baby = await found(ownBabyFacts(actor, { babyId: id }));
  const letters = await ownLetters(actor, { babyId: id });
  const [t, r, locale] = [
    await getTranslations("family.baby"),
    await getTranslations("record.family"),
    await getLocale(),
  ];
  const at = `/family/babies/${id}`;
  const more: Record<(typeof MORE)[number][0], string> = {
    ...{ growth: `${at}/growth`, files: `${at}/files`, access: `${at}/access` },
    ...{ forms: "/family/forms", record: "/family/record" },
  };
  const { firstName: name, practice, gestationDays } = baby;
  const day = formatDay(baby.bornOn, { locale, zone: "UTC" }, "date");
  const early = gestationDays !== null && bornEarly(gestationDays);
  return (
    <div className={styles.page}>
      <div className="row">
        <Avatar name={name} size="lg" />
        <div>
          <h1>{name}</h1>
          <p className="muted num">
            <Age {...baby.ages} strong />
          </p>
        </div>
      </div>
      <p className="muted num">
        {early ? t("bornEarly", { day, ...weeksAndDays(gestationDays) }) : t("born", { day })}
      </p>
      <Card title={t("keeps", { practice, name })}>
        <Kept baby={baby} />
        <p className="sm muted">{t("wrong", { practice, phone: baby.phone ?? "none" })}</p>
      </Card>
      <Card title={r("more", { name })}>
        <ul className={`list ${styles.more}`}>
          {MORE.map(([key, icon]) => (
            <li key={key}>
              <Link href={more[key]}>
                <Icon name={icon} />
                {r(key)}
              </Link>
            </li>
          ))}
        </ul>
      </Card>
      <Letters letters={letters} />
      <Card title={t("teaches")}>
        <p>
          {baby.teachers.length > 0
            ? formatList(
                baby.teachers.map((teacher) => teacher.name),
                locale,
              )
            : practice}
        </p>
      </Card>
      <Card title={t("carers", { name })}>
        <ul className="list">
          {baby.carers.map((carer) => (
            <li key={`${carer.name}${carer.you}`} className={styles.carer}>
              <span>
                {carer.name}
                {carer.you ? <span className="muted"> ({t("you")})</span> : null}
              </span>
              <span className="muted sm">
                {t("relation", { relation: carer.kin ?? "other", words: carer.relation ?? "" })}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

/** What a doctor was told of the lessons: the family reads it as it was sent. */
async function Letters({ letters }: { letters: readonly OwnLetter[] }) {
  const [t, locale] = [await getTranslations("documents.letter"), await getLocale()];
  if (letters.length === 0) return null;
  return (
    <Card title={t("familyTitle")}>
      <ul className={`list ${styles.more}`}>
        {letters.map(({ id, on, doctor }) => {
          const day = formatDay(on, { locale, zone: "UTC" }, "date");
          return (
            <li key={id}>
              <a href={`/api/letters/family/${id}`} download>
                <Icon name="download" />
                {t("familySent", { doctor, day })}
              </a>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** The practice's own words, and the findings by which the safety rules leave strokes out. */
async function Kept({ baby: { alerts } }: { baby: OwnBabyFacts }) {
  const [t, s] = [await getTranslations("family.baby"), await getTranslations("safety.findings")];
  const { conditions = [], takeCare = null, findings = [] } = alerts.facts ?? {};
  const allergies = [...(alerts.facts?.allergies ?? []), ...(alerts.facts?.familyAllergies ?? [])];
  const known = FINDINGS.filter((id) => findings.includes(id));
  const limits = await Promise.all((alerts.facts?.limits ?? []).map(allowedLine));
  const past = alerts.facts?.past ?? [];
  const f = await getTranslations("clients.care");
  const { how = null, times = null } = alerts.facts?.feeding ?? {};
  const fed = [...(how ? [f(`feedings.${how}`)] : []), ...(times ? [times] : [])];
  const all = [allergies, conditions, known, limits, past, fed];
  if (all.every((list) => list.length === 0) && !takeCare) return <p>{t("nothing")}</p>;
  return (
    <dl className={styles.facts}>
      {allergies.length > 0 ? (
        <div>
          <dt>{t("allergies")}</dt>
          <dd className="wrap-row">
            {allergies.map((one) => (
              <Tag key={one} tone="bad" icon="droplet-off">
                {one}
              </Tag>
            ))}
          </dd>
        </div>
      ) : null}
      {fed.length > 0 ? (
        <div>
          <dt>{f("feeding")}</dt>
          <dd>{fed.join(", ")}</dd>
        </div>
      ) : null}
      {conditions.length > 0 ? (
        <div>
          <dt>{t("conditions")}</dt>
          <dd>{conditions.join("\n")}</dd>
        </div>
      ) : null}
      {known.length > 0 ? (
        <div>
          <dt>{t("findings")}</dt>
          <dd className="wrap-row">
            {known.map((one) => (
              <Tag key={one} tone="info">
                {s(one)}
              </Tag>
            ))}
          </dd>
        </div>
      ) : null}
      {past.length > 0 ? (
        <div>
          <dt>{t("past")}</dt>
          <dd>
            {past.map(({ id, until }) => (
              <p key={id}>
                {s.has(id as never) ? s(id as never) : id.replaceAll("_", " ")}, {t("until")}{" "}
                <DateText on={until} look="date" />
              </p>
            ))}
          </dd>
        </div>
      ) : null}
      {takeCare ? (
        <div>
          <dt>{t("takeCare")}</dt>
          <dd>{takeCare}</dd>
        </div>
      ) : null}
      {limits.length > 0 ? (
        <div>
          <dt>{t("limits")}</dt>
          <dd>{limits.join("\n")}</dd>
        </div>
      ) : null}
    </dl>
  );
}

export default familyPage(OneBaby);
