import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale } from "next-intl/server";
import { visitor } from "@/app/_server/actor";
import { page } from "@/app/_server/missing";
import { ActionForm } from "@/components/ui/action-form";
import { SelectField, TextField } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { isSetUp } from "@/lib/accounts/read";
import { countries } from "@/lib/accounts/schema";
import { isZone } from "@/lib/core/time";
import { Entry } from "../sign-in/entry";
import { setUpAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.setUp");
  return { title: t("title") };
}

export default page(SetUp);

/** Open once: for the first visitor of an installation that nobody has used yet. */
async function SetUp() {
  if (await isSetUp(visitor, {})) notFound();
  const [t, locale] = [await getTranslations("accounts.setUp"), await getLocale()];
  const names = new Intl.DisplayNames(locale, { type: "region" });
  const british = locale === "en-GB";
  return (
    <Entry title={t("title")} lead={t("lead")}>
      <ActionForm action={setUpAction} id="setup">
        <TextField name="name" label={t("name")} autoComplete="name" maxLength={80} />
        <TextField
          name="email"
          type="email"
          label={t("email")}
          hint={t("emailHint")}
          autoComplete="email"
          inputMode="email"
          maxLength={254}
        />
        <TextField
          name="practiceName"
          label={t("practiceName")}
          hint={t("practiceNameHint")}
          autoComplete="organization"
          maxLength={80}
        />
        <TextField
          name="phone"
          type="tel"
          label={t("phone")}
          hint={t("phoneHint")}
          autoComplete="tel"
          maxLength={40}
          optional
        />
        <SelectField
          name="country"
          label={t("country")}
          autoComplete="country"
          defaultValue={british ? "GB" : "US"}
          options={Object.keys(countries).map((value) => ({
            value,
            label: names.of(value) ?? value,
          }))}
        />
        <SelectField
          name="timeZone"
          label={t("timeZone")}
          hint={t("timeZoneHint")}
          defaultValue={british ? "Europe/London" : "America/New_York"}
          options={Intl.supportedValuesOf("timeZone")
            .filter((zone) => zone.includes("/") && isZone(zone))
            .map((value) => ({ value, label: value.replaceAll("_", " ") }))}
        />
        <TextField
          name="password"
          type="password"
          label={t("password")}
          hint={t("passwordHint")}
          autoComplete="new-password"
          maxLength={128}
        />
        <SubmitButton label={t("button")} busyLabel={t("busy")} block />
      </ActionForm>
    </Entry>
  );
}
