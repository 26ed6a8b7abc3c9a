import { getLocale } from "next-intl/server";
import { dayPart, ownClock, type PickerDay } from "@/components/slot-picker/picker-day";
import { SlotChoice } from "@/components/slot-picker/slot-choice";
import { ActionForm } from "@/components/ui/action-form";
import { formatDay, formatTime } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import { instantOf, wallOf } from "@/lib/core/time";
import { holdAction } from "./actions";
import styles from "./time.module.css";

const parts = ["morning", "afternoon", "evening"] as const;

type TimesProps = {
  day: PickerDay;
  zone: string;
  wanted: number | undefined;
  hidden: Readonly<Record<string, string>>;
  /** The kind of place it is at. */
  kind: string;
};

/** The free times of one day, with the wanted one or the first one chosen. */
export async function Times({ day, zone, wanted, hidden, kind }: TimesProps) {
  const [t, locale] = [await getTranslations("booking.time"), await getLocale()];
  const where = { locale, zone };
  const name = formatDay(day.day, where, "long");
  const slots = day.times.map((minute) => {
    const instant = instantOf(minute);
    const label = formatTime(instant, where);
    return {
      value: instant.toISOString(),
      label,
      name: t("slot", { time: label, day: name }),
      go: t("continueWith", { time: label }),
      part: dayPart(wallOf(instant, zone).time),
    };
  });
  const groups = parts.flatMap((part) => {
    const own = slots.filter((slot) => slot.part === part);
    return own.length > 0 ? [{ title: t(part), slots: own }] : [];
  });
  const chosen = wanted !== undefined && day.times.includes(wanted) ? wanted : day.times[0];
  return (
    <>
      <h2 className={styles.dayName}>{name}</h2>
      <p className="sr" role="status">
        {t("dayFree", { day: name, count: slots.length })}
      </p>
      <ActionForm action={holdAction} className={styles.choice ?? ""}>
        {Object.entries(hidden).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={value} />
        ))}
        <SlotChoice
          key={`${day.day} ${wanted ?? ""}`}
          legend={name}
          groups={groups}
          picked={instantOf(chosen ?? 0).toISOString()}
          own={ownClock(kind, { zone, locale, text: t("ownTime", { time: "%" }) })}
          words={{ plain: t("continue"), busy: t("holding") }}
        />
      </ActionForm>
    </>
  );
}
