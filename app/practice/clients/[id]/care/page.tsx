import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { allowedLine } from "@/components/routine-steps/allowed-words";
import { ActionForm } from "@/components/ui/action-form";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { formatDay } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { babyHealthDetail, clientDetail } from "@/lib/clients/read";
import { healthStamp } from "@/lib/clients/rules";
import { type BabyHealth, FEEDING, weightParts } from "@/lib/clients/schema";
import { saveHealthAction } from "../../actions";
import styles from "../../clients.module.css";
import care from "./care.module.css";
import { Findings } from "./findings";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ baby?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("clients.care");
  return { title: t("title") };
}

/** What to take care of with one baby: a clinician's page. */
async function Care({ params, searchParams }: Props) {
  const [{ id }, { baby }] = [await params, await searchParams];
  const path = `/practice/clients/${id}`;
  const actor = await pageActor("practice", `${path}/care`);
  if (typeof baby !== "string") notFound();
  const known = await found(babyHealthDetail(actor, { babyId: baby }));
  const { firstName, health } = known;
  const client = await found(clientDetail(actor, { clientId: id }));
  if (!client.ids.includes(known.clientId)) notFound();
  const t = await getTranslations("clients.care");
  return (
    <div className={`page ${styles.narrow}`}>
      <PageHead title={t("heading", { name: firstName })} detail={t("who")} />
      <ActionForm action={saveHealthAction}>
        <input type="hidden" name="babyId" value={baby} />
        <input type="hidden" name="seen" value={healthStamp(health)} />
        <Words health={health} />
        <Allowed health={health} />
        <Happened health={health} />
        <h2>{t("findingsTitle")}</h2>
        <p className="sm muted">{t("findingsLead")}</p>
        <Findings health={health} />
        <Birth health={health} pounds={known.country === "US"} />
        <div className="wrap-row">
          <SubmitButton label={t("save")} />
          <LinkButton href={path} size="lg">
            {t("back")}
          </LinkButton>
        </div>
      </ActionForm>
    </div>
  );
}

async function Words({ health }: { health: BabyHealth | null }) {
  const t = await getTranslations("clients.care");
  return (
    <>
      {(["allergies", "familyAllergies", "conditions"] as const).map((name) => (
        <TextArea
          key={name}
          name={name}
          label={t(name)}
          hint={name === "familyAllergies" ? t("familyHint") : t("lineHint")}
          defaultValue={health?.[name].join("\n")}
          optional
        />
      ))}
      <TextArea
        name="takeCare"
        label={t("takeCare")}
        defaultValue={health?.takeCare}
        maxLength={4000}
        optional
      />
    </>
  );
}

/** A doctor's word ends when somebody lifted it on a day; it is never just taken away. */
async function Allowed({ health }: { health: BabyHealth | null }) {
  const [t, s, locale] = [
    await getTranslations("clients.care"),
    await getTranslations("clients.allowed"),
    await getLocale(),
  ];
  if (!health?.allowed?.length) return null;
  const all = await Promise.all(
    health.allowed.map(async (said, n) => ({ n, said, line: await allowedLine(said) })),
  );
  const day = (on: string) => formatDay(on, { locale, zone: "UTC" }, "date");
  return (
    <>
      <h2>{t("allowedTitle")}</h2>
      <p className="sm muted">{t("allowedLead")}</p>
      {all.map(({ n, said, line }) =>
        said.ended ? (
          <p key={n} className="muted">
            {line}. {s("lifted", { by: said.ended.by, day: day(said.ended.on) })}
          </p>
        ) : (
          <fieldset key={n} className={care.group}>
            <legend>{line}</legend>
            <div className={care.days}>
              <TextField
                name={`allowed.${n}.endedBy`}
                label={t("liftedBy")}
                hint={t("liftedByHint")}
                maxLength={120}
                autoComplete="off"
                optional
              />
              <TextField name={`allowed.${n}.endedOn`} type="date" label={t("liftedOn")} optional />
            </div>
          </fieldset>
        ),
      )}
    </>
  );
}

/** What a family told between two lessons; a doctor's okay from before it is over. */
async function Happened({ health }: { health: BabyHealth | null }) {
  const [t, locale] = [await getTranslations("clients.care"), await getLocale()];
  if (!health?.happened?.length) return null;
  return (
    <>
      <h2>{t("happenedTitle")}</h2>
      <ChoiceGroup name="mistaken" type="checkbox" legend={t("mistaken")} hint={t("happenedLead")}>
        {health.happened.map(({ what, on, by }, n) => (
          <ChoiceCard
            key={`${what}${on}`}
            value={String(n)}
            label={t("happened", {
              what: t(`happenings.${what}`),
              day: formatDay(on, { locale, zone: "UTC" }, "date"),
            })}
            detail={by ? t(`by.${by}`) : undefined}
          />
        ))}
      </ChoiceGroup>
    </>
  );
}

async function Birth({ health, pounds }: { health: BabyHealth | null; pounds: boolean }) {
  const t = await getTranslations("clients.care");
  const weight = weightParts(health?.birthGrams, pounds);
  const field = (part: "kg" | "lb" | "oz") => (
    <TextField
      key={part}
      name={`birthWeight.${part}`}
      label={t(`weight.${part}`)}
      inputMode="decimal"
      autoComplete="off"
      defaultValue={weight[part]}
      maxLength={8}
      optional
    />
  );
  return (
    <>
      <h2>{t("birthTitle")}</h2>
      <div className={care.weight}>
        {(pounds ? (["lb", "oz", "kg"] as const) : (["kg", "lb", "oz"] as const)).map(field)}
      </div>
      <SelectField
        name="feeding"
        label={t("feeding")}
        defaultValue={health?.feeding ?? ""}
        optional
        options={["", ...FEEDING].map((value) => ({
          value,
          label: t(`feedings.${value || "unsaid"}`),
        }))}
      />
      <TextField
        name="feedingTimes"
        label={t("feedingTimes")}
        hint={t("feedingTimesHint")}
        defaultValue={health?.feedingTimes}
        autoComplete="off"
        maxLength={120}
        optional
      />
    </>
  );
}

export default practicePage(Care);
