import { getLocale } from "next-intl/server";
import { ChipCheck, ChoiceGroup } from "@/components/ui/choice";
import { SelectField, TextField } from "@/components/ui/field";
import { formatDay, formatTime } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import { ON_TOP_REASONS, OUTSIDE_REASONS } from "@/lib/booking/staff.schema";
import { instantOf, wallOf } from "@/lib/core/time";
import styles from "./booking.module.css";
import { LimitReason, reasons } from "./reasons";

/** So many days are shown at once; with two weeks of times a phone's page would be four screens long. */
const DAYS_SHOWN = 4;

type OpenDay = { day: string; times: readonly number[] };
type Free = { zone: string; days: readonly OpenDay[] };

/** Free times to press, and under them any day and time; one form, no JavaScript needed. */
export async function TimeChoice({
  free,
  day,
  time,
  picked,
}: {
  free: Free;
  day: string;
  time: string;
  picked?: string | undefined;
}) {
  const [t, o, locale] = [
    await getTranslations("practice.when"),
    await getTranslations("staff_change.onTop"),
    await getLocale(),
  ];
  const open = free.days.filter(({ times }) => times.length > 0);
  const slotOf = (on: string, minute: number) =>
    `${on} ${wallOf(instantOf(minute), free.zone).time}`;
  const isPicked = (one: OpenDay) => one.times.some((minute) => slotOf(one.day, minute) === picked);
  const isFree = open.some(isPicked);
  const later = open.slice(DAYS_SHOWN);
  const dayOf = ({ day: on, times }: OpenDay) => {
    const dayName = formatDay(on, { locale, zone: "UTC" }, "long");
    return (
      <div key={on} className={styles.day}>
        <p className="label">{dayName}</p>
        <div className={styles.times}>
          {times.map((minute) => {
            const value = slotOf(on, minute);
            return (
              <ChipCheck
                key={minute}
                value={value}
                label={
                  <>
                    {formatTime(instantOf(minute), { locale, zone: free.zone })}
                    <span className="sr"> {dayName}</span>
                  </>
                }
                defaultChecked={value === picked}
              />
            );
          })}
        </div>
      </div>
    );
  };
  return (
    <div className={styles.slots}>
      <ChoiceGroup name="slot" legend={t("free")} className={styles.slots ?? ""}>
        {open.slice(0, DAYS_SHOWN).map(dayOf)}
        {later.length > 0 ? (
          <details className={styles.later} open={later.some(isPicked)}>
            <summary>{t("moreDays", { count: later.length })}</summary>
            <div className={styles.slots}>{later.map(dayOf)}</div>
          </details>
        ) : null}
        <div className={styles.day}>
          <p className="label">{open.length > 0 ? t("anyTime") : t("noneFree")}</p>
          <ChipCheck value="" label={t("useThis")} defaultChecked={!isFree} />
        </div>
      </ChoiceGroup>
      {/* Asked for only while it is what was chosen (style sheet), so neither field is called optional. */}
      <div className={styles.other}>
        <div className={styles.inline}>
          <TextField name="day" type="date" label={t("day")} defaultValue={day} />
          <TextField name="time" type="time" label={t("time")} defaultValue={time} />
        </div>
        <SelectField
          name="outside"
          label={t("outside")}
          hint={t("outsideHint")}
          optional
          options={reasons(OUTSIDE_REASONS, t("outsideNone"), (value) => t(`reason.${value}`))}
        />
        <SelectField
          name="onTop"
          label={o("label")}
          hint={o("hint")}
          optional
          options={reasons(ON_TOP_REASONS, o("none"), (value) => o(`reason.${value}`))}
        />
        <LimitReason />
      </div>
    </div>
  );
}
