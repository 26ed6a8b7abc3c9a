import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { DateOfBirth } from "@/components/ui/birth-date";
import { ChipCheck, ChoiceGroup } from "@/components/ui/choice";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { formatDay, formatMoney, formatTime } from "@/components/ui/format";
import { GestationField } from "@/components/ui/gestation";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import type { heldLesson } from "@/lib/booking/read";
import { HEARD_FROM } from "@/lib/booking/schema";
import { bookAction } from "./actions";
import { CodeField } from "./code-field";
import styles from "./details.module.css";
import { BABIES } from "./fields";
import { Fold } from "./fold";
import { OtherTimes } from "./other-times";

export type Held = Awaited<ReturnType<typeof heldLesson>>;
export type Booker =
  | { kind: "guest" }
  | { kind: "referred"; doctor: string; baby: string }
  | {
      kind: "parent";
      email: string;
      name: string | null;
      known: boolean;
      babies: readonly { id: string; firstName: string }[];
    };

export async function DetailsForm({ lesson, booker }: { lesson: Held; booker: Booker }) {
  const [t, prove, locale] = [
    await getTranslations("booking.details"),
    await getTranslations("change.prove"),
    await getLocale(),
  ];
  const { offer, startsAt } = lesson;
  const asks = offer.approval && booker.kind !== "referred";
  const where = { locale, zone: offer.zone };
  const when = { day: formatDay(startsAt, where), time: formatTime(startsAt, where) };
  const name = offer.practitioner.name.split(" ")[0] ?? offer.practitioner.name;
  return (
    <div className={styles.main}>
      {booker.kind === "referred" ? (
        <p className="note note-info">
          <Icon name="stethoscope" />
          <span>{t("referred", { doctor: booker.doctor, baby: booker.baby, name })}</span>
        </p>
      ) : null}
      {booker.kind === "parent" ? (
        <p className="muted">{t("signedIn", { email: booker.email })}</p>
      ) : null}
      <ActionForm action={bookAction} quick="/api/book" className={`form ${styles.form}`}>
        <OtherTimes className={styles.others ?? ""} />
        <CodeField label={prove("code")} hint={prove("hint")} className={styles.group ?? ""} />
        <input type="hidden" name="practiceId" value={offer.practiceId} />
        <input type="hidden" name="serviceId" value={offer.serviceId} />
        <input type="hidden" name="start" value={startsAt.toISOString()} />
        <input type="hidden" name="zone" value={offer.zone} />
        <input type="hidden" name="priceMinor" value={offer.price.minor} />
        {booker.kind === "referred" ? <input type="hidden" name="referred" value="yes" /> : null}
        <Who booker={booker} name={name} />
        {booker.kind === "referred" ? null : <Babies booker={booker} />}
        {offer.place.kind === "home" ? (
          <fieldset className={styles.group}>
            <legend>{t("where")}</legend>
            <TextArea
              name="visitAddress"
              label={t("visitAddress")}
              hint={t("visitHint")}
              rows={2}
              maxLength={300}
              autoComplete="street-address"
              required
            />
          </fieldset>
        ) : null}
        <Fold className={styles.more ?? ""} summary={t("more", { name })} holds="note">
          <TextArea
            name="note"
            label={t("note", { name })}
            hint={t("noteHint")}
            rows={4}
            maxLength={2000}
            optional
          />
        </Fold>
        {booker.kind === "guest" || (booker.kind === "parent" && !booker.known) ? (
          <SelectField
            name="heardFrom"
            label={t("heard", { name })}
            optional
            options={[
              { value: "", label: t("heardNone") },
              ...HEARD_FROM.map((value) => ({ value, label: t(`heardFrom.${value}`) })),
            ]}
          />
        ) : null}
        <div className={styles.end}>
          <p className="note note-info">
            <Icon name="stethoscope" />
            <span>{t("doctorFirst")}</span>
          </p>
          <p>
            {offer.price.minor === 0
              ? t("payNothing")
              : t("payLater", { price: formatMoney(offer.price, locale) })}
          </p>
          {asks ? <p>{t("asks", { name })}</p> : null}
          <SubmitButton
            size="xl"
            block
            label={t(asks ? "ask" : "book", when)}
            busyLabel={t(asks ? "asking" : "booking")}
          />
          <p className="muted sm">{t("privacy", { name })}</p>
        </div>
      </ActionForm>
    </div>
  );
}

/** Nothing is asked twice: a signed-in parent's name is asked for only where the practice does not know her. */
async function Who({ booker, name }: { booker: Booker; name: string }) {
  const t = await getTranslations("booking.details");
  if (booker.kind === "referred" || (booker.kind === "parent" && booker.known)) return null;
  const who = booker.kind === "parent" ? "parent" : "guest";
  return (
    <fieldset className={styles.group}>
      <legend>{t("you")}</legend>
      <TextField
        name={`${who}.name`}
        label={t("name")}
        autoComplete="name"
        maxLength={80}
        defaultValue={booker.kind === "parent" ? (booker.name ?? undefined) : undefined}
      />
      {booker.kind === "guest" ? (
        <TextField
          name="guest.email"
          type="email"
          label={t("email")}
          hint={t("emailHint")}
          autoComplete="email"
          maxLength={254}
        />
      ) : null}
      <TextField
        name={`${who}.phone`}
        type="tel"
        label={t("phone")}
        hint={t("phoneHint", { name })}
        autoComplete="tel"
        maxLength={40}
        optional
      />
    </fieldset>
  );
}

async function Babies({ booker }: { booker: Booker }) {
  const t = await getTranslations("booking.details");
  const known = booker.kind === "parent" ? booker.babies : [];
  if (known.length > 0)
    return (
      <fieldset className={styles.group}>
        <legend>{t("babies")}</legend>
        <ChoiceGroup name="babyIds" type="checkbox" legend={t("babies")} hideLegend>
          {known.map((baby) => (
            <ChipCheck
              key={baby.id}
              value={baby.id}
              label={baby.firstName}
              defaultChecked={known.length === 1}
            />
          ))}
        </ChoiceGroup>
        <Fold className={styles.more ?? ""} summary={t("addNewBaby")} holds="babies.">
          <BabyFields index={0} />
          <MoreBabies from={1} className={styles.more ?? ""} label={t("addMore")} />
        </Fold>
      </fieldset>
    );
  return (
    <fieldset className={styles.group}>
      <legend>{t("baby")}</legend>
      <BabyFields index={0} />
      <Fold className={styles.more ?? ""} summary={t("addBaby")} holds="babies.1">
        <BabyFields index={1} />
        <MoreBabies from={2} className={styles.more ?? ""} label={t("addMore")} />
      </Fold>
    </fieldset>
  );
}

/** One inside the other, so that each is offered when the one before it is there. */
function MoreBabies(props: { from: number; className: string; label: string }) {
  const { from, className, label } = props;
  if (from >= BABIES) return null;
  return (
    <Fold className={className} summary={label} holds={`babies.${from}`}>
      <BabyFields index={from} />
      <MoreBabies from={from + 1} className={className} label={label} />
    </Fold>
  );
}

async function BabyFields({ index }: { index: number }) {
  const t = await getTranslations("booking.details");
  const name = `babies.${index}`;
  return (
    <div className={styles.baby}>
      <TextField
        name={`${name}.firstName`}
        label={t("babyName")}
        autoComplete="off"
        maxLength={40}
        required={index === 0}
      />
      <DateOfBirth name={`${name}.bornOn`} legend={t("bornOn")} />
      <GestationField name={`${name}.born`} />
    </div>
  );
}
