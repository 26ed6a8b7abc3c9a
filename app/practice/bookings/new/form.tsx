import { ActionForm } from "@/components/ui/action-form";
import { DateOfBirth } from "@/components/ui/birth-date";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { TextArea, TextField } from "@/components/ui/field";
import { GestationField } from "@/components/ui/gestation";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { Money } from "@/components/ui/price";
import { SubmitButton } from "@/components/ui/submit-button";
import { Age } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { staffFreeTimes } from "@/lib/booking/staff-one.read";
import type { ClientDetail } from "@/lib/clients/read";
import type { Staff } from "@/lib/core/actor";
import { howTold } from "@/lib/messaging/reach.read";
import type { ServiceRow } from "@/lib/practices/read";
import { bookAction } from "../actions";
import { TimeChoice } from "../time-choice";
import { type Asked, addressOf } from "./asked";
import { Chosen } from "./chosen";
import styles from "./new.module.css";

type Props = {
  actor: Staff;
  asked: Asked;
  /** Null: a family that is new. */
  client: ClientDetail | null;
  service: ServiceRow;
  /** There are other services to choose from. */
  several: boolean;
};

export async function NewBookingForm({ actor, asked, client, service, several }: Props) {
  const t = await getTranslations("practice.new");
  const { service: _, ...other } = asked;
  const free = await staffFreeTimes(actor, {
    serviceId: service.id,
    ...(asked.day && { from: asked.day }),
    days: 14,
  });
  const told = client ? await howTold(actor, { clientId: client.id }) : "new";
  const picked = asked.day && asked.time ? `${asked.day} ${asked.time}` : undefined;
  return (
    <>
      <Chosen asked={asked} client={client} />
      <p className={styles.chosen}>
        <b>
          {service.name}, <Money minor={service.priceMinor} currency={service.currency} />
        </b>
        {several ? <Link href={addressOf(other)}>{t("changeService")}</Link> : null}
      </p>
      <ActionForm action={bookAction}>
        <input type="hidden" name="serviceId" value={service.id} />
        {client ? <Known client={client} /> : <NewFamily />}
        {service.placeKind === "home" ? (
          <TextField name="visitAddress" label={t("address")} autoComplete="off" maxLength={300} />
        ) : null}
        <h2>{t("when")}</h2>
        <TimeChoice
          free={free}
          day={asked.day ?? free.first}
          time={asked.time ?? ""}
          picked={picked}
        />
        <TextArea name="note" label={t("note")} hint={t("noteHint")} maxLength={2000} optional />
        <Note>{t(`told.${told}`)}</Note>
        <SubmitButton label={t("submit")} />
      </ActionForm>
    </>
  );
}

async function Known({ client }: { client: ClientDetail }) {
  const [t, alerts] = [
    await getTranslations("practice.new"),
    await getTranslations("practice.alerts"),
  ];
  return (
    <>
      <input type="hidden" name="clientId" value={client.id} />
      <ChoiceGroup name="babyIds" legend={t("babies")} type="checkbox">
        {client.babies.map((baby) => (
          <ChoiceCard
            key={baby.id}
            value={baby.id}
            label={baby.firstName}
            detail={
              <>
                <Age {...baby.ages} />
                {baby.alerts.weeksUnknown ? ` · ${alerts("weeksUnknown")}` : null}
              </>
            }
            defaultChecked={client.babies.length === 1}
          />
        ))}
      </ChoiceGroup>
    </>
  );
}

async function NewFamily() {
  const t = await getTranslations("practice.new");
  return (
    <>
      <h2>{t("guardian")}</h2>
      <TextField name="family.name" label={t("name")} autoComplete="off" maxLength={80} />
      <TextField
        name="family.email"
        label={t("email")}
        hint={t("emailHint")}
        type="email"
        autoComplete="off"
        optional
      />
      <TextField name="family.phone" label={t("phone")} type="tel" autoComplete="off" optional />
      <h2>{t("baby")}</h2>
      <TextField
        name="family.baby.firstName"
        label={t("firstName")}
        autoComplete="off"
        maxLength={40}
      />
      <DateOfBirth name="family.baby.bornOn" legend={t("bornOn")} />
      <GestationField name="family.baby.born" />
    </>
  );
}
