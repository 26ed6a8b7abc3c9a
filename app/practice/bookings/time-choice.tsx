import { getLocale, getTranslations } from "next-intl/server";
import { ChipCheck, ChoiceGroup } from "@/components/ui/choice";
import { SelectField, TextField } from "@/components/ui/field";
import { formatDay, formatTime } from "@/components/ui/format";
import { OUTSIDE_REASONS } from "@/lib/booking/staff.schema";
import { instantOf, wallOf } from "@/lib/core/time";
import styles from "./booking.module.css";

type Free = { zone: string; days: readonly { day: string; times: readonly number[] }[] };

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
  const [t, locale] = [await getTranslations("practice.when"), await getLocale()];
  const open = free.days.filter(({ times }) => times.length > 0);
  const slotOf = (on: string, minute: number) =>
    `${on} ${wallOf(instantOf(minute), free.zone).time}`;
  const isFree = open.some((one) => one.times.some((minute) => slotOf(one.day, minute) === picked));
  return (
    <div className={styles.slots}>
      <ChoiceGroup name="slot" legend={t("free")} className={styles.slots ?? ""}>
        {open.map(({ day: on, times }) => {
          const dayName = formatDay(on, { locale, zone: "UTC" }, "long");
          return (
            <div key={on} className={styles.day}>
              <p className="label">{dayName}</p>
              <div className={styles.times}>
                {times.map((minute) => {
                  const at = instantOf(minute);
                  const value = slotOf(on, minute);
                  return (
                    <ChipCheck
                      key={minute}
                      value={value}
                      label={
                        <>
                          {formatTime(at, { locale, zone: free.zone })}
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
        })}
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
          options={[
            { value: "", label: t("outsideNone") },
            ...OUTSIDE_REASONS.map((value) => ({ value, label: t(`reason.${value}`) })),
          ]}
        />
      </div>
    </div>
  );
}
