import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { SelectField, TextField } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { countries } from "@/lib/accounts/schema";
import { isOwner } from "@/lib/core/actor";
import { isZone } from "@/lib/core/time";
import { type PracticeDetails, practiceDetails } from "@/lib/practices/details.read";
import { CURRENCIES } from "@/lib/practices/schema";
import setup from "../_setup/setup.module.css";
import { SetupHead } from "../_setup/setup-head";
import type { Search } from "../_setup/whose";
import { savePracticeAction } from "./actions";

type Props = { searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("services.setup");
  return { title: t("title.details") };
}

async function Details({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/details");
  if (!isOwner(actor)) notFound();
  const search = await searchParams;
  const details = await found(practiceDetails(actor, {}));
  const t = await getTranslations("practice_details");
  return (
    <div className={`page ${setup.page}`}>
      <SetupHead tab="details" search={search} />
      {search.saved ? (
        <Note tone="good" role="status">
          {t("saved")}
        </Note>
      ) : null}
      <DetailsForm key={details.seen} details={details} />
    </div>
  );
}

const zonesWith = (own: string) =>
  [...new Set([own, ...Intl.supportedValuesOf("timeZone")])].filter(isZone).sort();

async function DetailsForm({ details: { facts, seen, money } }: { details: PracticeDetails }) {
  const [t, locale] = [await getTranslations("practice_details"), await getLocale()];
  const regions = new Intl.DisplayNames(locale, { type: "region" });
  const currencies = new Intl.DisplayNames(locale, { type: "currency" });
  const offered = money ? [facts.currency] : [...new Set([facts.currency, ...CURRENCIES])].sort();
  return (
    <ActionForm action={savePracticeAction} className={setup.form}>
      <input type="hidden" name="seen" value={seen} />
      <Card title={t("who")}>
        <TextField
          name="name"
          label={t("name")}
          hint={t("nameHint")}
          maxLength={80}
          autoComplete="organization"
          defaultValue={facts.name}
        />
        <TextField
          name="phone"
          type="tel"
          label={t("phone")}
          hint={t("phoneHint")}
          maxLength={40}
          optional
          autoComplete="tel"
          defaultValue={facts.phone ?? ""}
        />
      </Card>
      <Card title={t("where")}>
        <div className={setup.pair}>
          <SelectField
            name="country"
            label={t("country")}
            defaultValue={facts.country}
            options={Object.keys(countries).map((value) => ({
              value,
              label: regions.of(value) ?? value,
            }))}
          />
          <TextField
            name="emergencyNumber"
            label={t("emergency")}
            inputMode="tel"
            maxLength={15}
            autoComplete="off"
            defaultValue={facts.emergencyNumber}
          />
        </div>
        <p className="muted sm">{t("emergencyHint")}</p>
        <SelectField
          name="timeZone"
          label={t("timeZone")}
          hint={t("timeZoneHint")}
          defaultValue={facts.timeZone}
          options={zonesWith(facts.timeZone).map((value) => ({
            value,
            label: value.replaceAll("_", " "),
          }))}
        />
        <SelectField
          name="currency"
          label={t("currency")}
          hint={t(money ? "currencyFixed" : "currencyHint")}
          defaultValue={facts.currency}
          options={offered.map((value) => ({
            value,
            label: `${currencies.of(value) ?? value} (${value})`,
          }))}
        />
      </Card>
      <div className={setup.ends}>
        <SubmitButton label={t("save")} busyLabel={t("saving")} />
      </div>
    </ActionForm>
  );
}

export default practicePage(Details);
