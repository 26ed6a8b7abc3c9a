import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { currencySign } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import type { Staff } from "@/lib/core/actor";
import { placeList, practiceFacts } from "@/lib/practices/read";
import { writePrice } from "@/lib/practices/rules";
import styles from "../_setup/setup.module.css";
import { saveServiceAction } from "./actions";
import {
  Around,
  Changes,
  type Facts,
  Messages,
  number,
  type Service,
  When,
  Who,
} from "./service-parts";

type ServiceFormProps = { actor: Staff; practitionerId: string; service?: Service | undefined };

/** What most practitioners start from; each can be changed before it is saved. */
const usual: Facts = {
  durationMinutes: 60,
  stepMinutes: null,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 15,
  minNoticeMinutes: 720,
  horizonDays: 60,
  cancelHours: 24,
  bookable: true,
  listing: "listed",
  approval: false,
  color: "brand",
  sameDay: true,
  opensOn: null,
  closesOn: null,
  maxPerDay: null,
  maxPerWeek: null,
  graceMinutes: 15,
  lateFeePercent: 0,
  illnessFree: true,
  reminderMinutes: [2880, 180],
  followUpHours: null,
};

export async function ServiceForm({ actor, practitionerId, service }: ServiceFormProps) {
  const [t, locale] = [await getTranslations("services.form"), await getLocale()];
  const currency = service?.currency ?? (await practiceFacts(actor, {})).currency;
  const places = await placeList(actor, { archived: true });
  const facts: Facts = service ?? usual;
  return (
    <ActionForm action={saveServiceAction} className={styles.form}>
      <input type="hidden" name="practitionerId" value={practitionerId} />
      {service ? (
        <>
          <input type="hidden" name="serviceId" value={service.id} />
          <input type="hidden" name="version" value={service.version} />
        </>
      ) : null}
      <Card title={t("seen")}>
        <TextField name="name" label={t("name")} maxLength={80} defaultValue={service?.name} />
        <TextArea
          name="description"
          label={t("description")}
          hint={t("descriptionHint")}
          maxLength={600}
          optional
          defaultValue={service?.description ?? ""}
        />
        <div className={styles.pair}>
          <TextField
            name="durationMinutes"
            label={t("duration")}
            hint={t("durationHint")}
            suffix={t("minutes")}
            defaultValue={facts.durationMinutes}
            {...number}
          />
          <TextField
            name="price"
            label={t("price", { currency })}
            hint={t("priceHint")}
            prefix={currencySign(currency, locale)}
            inputMode="decimal"
            autoComplete="off"
            maxLength={20}
            defaultValue={service ? writePrice(service.priceMinor, currency) : undefined}
          />
        </div>
        <SelectField
          name="placeId"
          label={t("place")}
          defaultValue={service?.placeId}
          options={places
            .filter((place) => !place.archivedAt || place.id === service?.placeId)
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Card>
      <Who facts={facts} />
      <When facts={facts} />
      <Around facts={facts} />
      <Changes facts={facts} />
      <Messages facts={facts} />
      <div className={styles.ends}>
        <SubmitButton label={t("save")} busyLabel={t("saving")} />
        <Link className="btn btn-lg" href={`/practice/services?for=${practitionerId}`}>
          {t("leave")}
        </Link>
      </div>
    </ActionForm>
  );
}
