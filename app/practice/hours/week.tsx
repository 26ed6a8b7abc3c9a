import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { formatDay, zonePlace } from "@/components/ui/format";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import type { HoursDetail } from "@/lib/availability/hours.read";
import { addDays } from "@/lib/core/time";
import setup from "../_setup/setup.module.css";
import { saveHoursAction } from "./actions";
import { CloseAll } from "./close-all";
import styles from "./hours.module.css";
import { wallWords } from "./wall-words";
import { type PlaceChoice, WindowRows } from "./window-rows";

/** Monday first, as the hours are kept; 5 January 2026 was one. */
const weekdays = (locale: string): string[] =>
  Array.from({ length: 7 }, (_, i) =>
    formatDay(addDays("2026-01-05", i), { locale, zone: "UTC" }, "weekdayName"),
  );
const on = (detail: HoursDetail, i: number) =>
  detail.hours
    .filter((window) => window.weekday === i + 1)
    .map(({ start, end, placeId }) => ({ start, end, placeId }));

/** Places to choose from, once there are several; one that was put away stays while hours name it. */
export async function placeChoices({ places, hours }: HoursDetail): Promise<PlaceChoice[]> {
  const t = await getTranslations("hours.places");
  const named = new Set(hours.map((window) => window.placeId));
  const shown = places.filter((place) => !place.archived || named.has(place.id));
  if (shown.length < 2 && named.size < 2) return [];
  return [
    { value: "", label: t("every") },
    ...shown.map(({ id, name, archived }) => ({
      value: id,
      label: archived ? t("gone", { name }) : name,
    })),
  ];
}

/** The name of the place of some hours, where there are several places. */
export const placeNames = (detail: HoursDetail): Map<string, string> =>
  new Map(detail.places.map(({ id, name }) => [id, name]));

export async function windowWords() {
  const [t, at] = [await getTranslations("hours"), await getTranslations("hours.places")];
  return {
    place: at("where"),
    from: t("from"),
    until: t("until"),
    add: t("more"),
    closed: t("closed"),
  };
}

type WeekFormProps = { practitionerId: string; detail: HoursDetail };

export async function WeekForm({ practitionerId, detail }: WeekFormProps) {
  const [t, locale] = [await getTranslations("hours"), await getLocale()];
  const [words, places] = [await windowWords(), await placeChoices(detail)];
  return (
    <ActionForm id="week" action={saveHoursAction} className={styles.form}>
      <DefaultButton />
      <input type="hidden" name="practitionerId" value={practitionerId} />
      <input type="hidden" name="seen" value={detail.seen} />
      <p className="muted sm">{t("zone", { place: zonePlace(detail.zone) })}</p>
      <div className={styles.week}>
        {weekdays(locale).map((legend, i) => (
          <WindowRows
            key={legend}
            name={`days.${i}`}
            legend={legend}
            windows={on(detail, i)}
            places={places}
            words={words}
          />
        ))}
      </div>
      <CloseAll label={t("closeAll")} />
      <div className={setup.ends}>
        <SubmitButton label={t("save")} busyLabel={t("saving")} />
      </div>
    </ActionForm>
  );
}

/** Enter in a field presses a form's first button: that must not be the one that adds a row. */
export const DefaultButton = () => <button type="submit" hidden />;

export async function WeekRead({ detail }: { detail: HoursDetail }) {
  const [t, locale] = [await getTranslations("hours"), await getLocale()];
  const week = weekdays(locale).map((name, i) => ({ name, windows: on(detail, i) }));
  return (
    <ul className={setup.rows}>
      {
        await Promise.all(
          week.map(async ({ name, windows }) => (
            <li key={name} className={setup.row}>
              <b className={setup.what}>{name}</b>
              <span className="num">
                {windows.length > 0 ? await wallWords(windows, placeNames(detail)) : t("closed")}
              </span>
            </li>
          )),
        )
      }
    </ul>
  );
}
