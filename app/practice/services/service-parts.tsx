import { getLocale } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { CheckField, ChipCheck, ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { SelectField, TextField } from "@/components/ui/field";
import { formatUnit } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import type { serviceDetail } from "@/lib/practices/read";
import { COLORS, FOLLOW_UPS, LISTINGS, REMINDERS } from "@/lib/practices/schema";
import setup from "../_setup/setup.module.css";
import styles from "./services.module.css";

export type Service = Awaited<ReturnType<typeof serviceDetail>>;
/** What the form starts from: the service, or what most practitioners begin with. */
export type Facts = Pick<
  Service,
  | "durationMinutes"
  | "stepMinutes"
  | "bufferBeforeMinutes"
  | "bufferAfterMinutes"
  | "minNoticeMinutes"
  | "horizonDays"
  | "cancelHours"
  | "bookable"
  | "listing"
  | "approval"
  | "color"
  | "sameDay"
  | "opensOn"
  | "closesOn"
  | "maxPerDay"
  | "maxPerWeek"
  | "graceMinutes"
  | "lateFeePercent"
  | "illnessFree"
  | "reminderMinutes"
  | "followUpHours"
>;
type Part = { facts: Facts };

export const number = { inputMode: "numeric", autoComplete: "off", maxLength: 5 } as const;

export async function Who({ facts }: Part) {
  const t = await getTranslations("services.form");
  return (
    <Card title={t("who")}>
      <CheckField
        name="bookable"
        label={t("bookable")}
        detail={t("bookableHint")}
        defaultChecked={facts.bookable}
      />
      <div className={styles.byFamilies}>
        <ChoiceGroup name="listing" legend={t("listing")}>
          {LISTINGS.map((value) => (
            <ChoiceCard
              key={value}
              value={value}
              label={t(`listings.${value}`)}
              detail={t(`listingHints.${value}`)}
              defaultChecked={facts.listing === value}
            />
          ))}
        </ChoiceGroup>
        <CheckField
          name="approval"
          label={t("approval")}
          detail={t("approvalHint")}
          defaultChecked={facts.approval}
        />
      </div>
    </Card>
  );
}

export async function When({ facts }: Part) {
  const t = await getTranslations("services.form");
  return (
    <Card title={t("when")}>
      <div className={setup.pair}>
        <TextField
          name="minNoticeHours"
          label={t("notice")}
          hint={t("noticeHint")}
          suffix={t("hours")}
          // Only whole hours are asked for; one that was set otherwise is not made shorter by a save.
          defaultValue={Math.ceil(facts.minNoticeMinutes / 60)}
          {...number}
        />
        <TextField
          name="horizonDays"
          label={t("horizon")}
          hint={t("horizonHint")}
          suffix={t("days")}
          defaultValue={facts.horizonDays}
          {...number}
        />
      </div>
      <CheckField
        name="sameDay"
        label={t("sameDay")}
        detail={t("sameDayHint")}
        defaultChecked={facts.sameDay}
      />
      <div className={setup.pair}>
        <TextField
          name="opensOn"
          type="date"
          label={t("opensOn")}
          hint={t("opensOnHint")}
          optional
          defaultValue={facts.opensOn ?? ""}
        />
        <TextField
          name="closesOn"
          type="date"
          label={t("closesOn")}
          hint={t("closesOnHint")}
          optional
          defaultValue={facts.closesOn ?? ""}
        />
      </div>
      <div className={setup.pair}>
        <TextField
          name="maxPerDay"
          label={t("maxPerDay")}
          hint={t("maxHint")}
          suffix={t("lessons")}
          optional
          defaultValue={facts.maxPerDay ?? ""}
          {...number}
        />
        <TextField
          name="maxPerWeek"
          label={t("maxPerWeek")}
          hint={t("weekHint")}
          suffix={t("lessons")}
          optional
          defaultValue={facts.maxPerWeek ?? ""}
          {...number}
        />
      </div>
    </Card>
  );
}

export async function Around({ facts }: Part) {
  const t = await getTranslations("services.form");
  return (
    <Card title={t("around")}>
      <div className={setup.pair}>
        <TextField
          name="bufferBeforeMinutes"
          label={t("before")}
          hint={t("beforeHint")}
          suffix={t("minutes")}
          defaultValue={facts.bufferBeforeMinutes}
          {...number}
        />
        <TextField
          name="bufferAfterMinutes"
          label={t("after")}
          hint={t("afterHint")}
          suffix={t("minutes")}
          defaultValue={facts.bufferAfterMinutes}
          {...number}
        />
      </div>
      <TextField
        name="stepMinutes"
        label={t("step")}
        hint={t("stepHint")}
        suffix={t("minutes")}
        optional
        defaultValue={facts.stepMinutes ?? ""}
        {...number}
      />
      <ChoiceGroup name="color" legend={t("color")} hint={t("colorHint")} layout="chips">
        {COLORS.map((value) => (
          <ChipCheck
            key={value}
            value={value}
            label={
              <span className={styles.color} data-color={value}>
                {t(`colors.${value}`)}
              </span>
            }
            defaultChecked={facts.color === value}
          />
        ))}
      </ChoiceGroup>
    </Card>
  );
}

export async function Changes({ facts }: Part) {
  const t = await getTranslations("services.form");
  return (
    <Card title={t("changes")}>
      <div className={setup.pair}>
        <TextField
          name="cancelHours"
          label={t("cancel")}
          hint={t("cancelHint")}
          suffix={t("hours")}
          defaultValue={facts.cancelHours}
          {...number}
        />
        <TextField
          name="lateFeePercent"
          label={t("lateFee")}
          hint={t("lateFeeHint")}
          suffix="%"
          defaultValue={facts.lateFeePercent}
          {...number}
        />
      </div>
      <TextField
        name="graceMinutes"
        label={t("grace")}
        hint={t("graceHint")}
        suffix={t("minutes")}
        defaultValue={facts.graceMinutes}
        {...number}
      />
      <CheckField
        name="illnessFree"
        label={t("illness")}
        detail={t("illnessHint")}
        defaultChecked={facts.illnessFree}
      />
    </Card>
  );
}

export async function Messages({ facts }: Part) {
  const [t, locale] = [await getTranslations("services.form"), await getLocale()];
  // What was set elsewhere stays: it has its own tick.
  const reminders = [...new Set<number>([...REMINDERS, ...facts.reminderMinutes])];
  const followUps = [
    ...new Set<number>([...FOLLOW_UPS, ...(facts.followUpHours ? [facts.followUpHours] : [])]),
  ];
  return (
    <Card title={t("messages")}>
      <ChoiceGroup
        name="reminderMinutes"
        type="checkbox"
        legend={t("reminders")}
        hint={t("remindersHint")}
        layout="chips"
      >
        {reminders
          .sort((a, b) => b - a)
          .map((minutes) => (
            <ChipCheck
              key={minutes}
              value={String(minutes)}
              label={t("beforeStart", { time: lengthOf(minutes, locale) })}
              defaultChecked={facts.reminderMinutes.includes(minutes)}
            />
          ))}
      </ChoiceGroup>
      <SelectField
        name="followUpHours"
        label={t("followUp")}
        hint={t("followUpHint")}
        optional
        defaultValue={facts.followUpHours ?? ""}
        options={[
          { value: "", label: t("noFollowUp") },
          ...followUps
            .sort((a, b) => a - b)
            .map((hours) => ({
              value: String(hours),
              label: t("afterEnd", { time: lengthOf(hours * 60, locale) }),
            })),
        ]}
      />
    </Card>
  );
}

/** "2 days", "3 hours", "1 hour 45 minutes": the largest units that say it whole. */
export function lengthOf(minutes: number, locale: string): string {
  if (minutes >= 2880 && minutes % 1440 === 0) return formatUnit(minutes / 1440, "day", locale);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [
    ...(hours > 0 ? [formatUnit(hours, "hour", locale)] : []),
    ...(rest > 0 || hours === 0 ? [formatUnit(rest, "minute", locale)] : []),
  ];
  return parts.join(" ");
}
