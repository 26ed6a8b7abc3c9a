import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { TextField } from "@/components/ui/field";
import { formatDay } from "@/components/ui/format";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import type { HoursDetail } from "@/lib/availability/hours.read";
import { RowForm } from "../_setup/row-form";
import setup from "../_setup/setup.module.css";
import { removeOverrideAction, saveOverrideAction } from "./actions";
import styles from "./hours.module.css";
import { wallWords } from "./wall-words";
import { DefaultButton, placeChoices, placeNames, windowWords } from "./week";
import { WindowRows } from "./window-rows";

type OverridesProps = { practitionerId: string; detail: HoursDetail };

export async function Overrides({ practitionerId, detail }: OverridesProps) {
  const [t, locale] = [await getTranslations("hours"), await getLocale()];
  const rows = await Promise.all(
    detail.overrides.map(async (one) => ({
      day: one.day,
      label: formatDay(one.day, { locale, zone: "UTC" }, "full"),
      words: "closed" in one ? t("closed") : await wallWords(one.hours, placeNames(detail)),
    })),
  );
  return (
    <ul className={setup.rows}>
      {rows.map(({ day, label, words }) => (
        <li key={day} className={setup.row}>
          <div className={setup.what}>
            <h3>
              <time dateTime={day}>{label}</time>
            </h3>
            <p className="muted sm num">{words}</p>
          </div>
          {detail.mayManage ? (
            <div className={setup.tools}>
              <RowForm
                action={removeOverrideAction}
                fields={{ practitionerId, day }}
                label={t("remove")}
                about={label}
              />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

export async function OverrideForm({ practitionerId, detail }: OverridesProps) {
  const t = await getTranslations("hours");
  const date = { type: "date", min: detail.thisDay } as const;
  return (
    <ActionForm id="other" action={saveOverrideAction} className={styles.override}>
      <DefaultButton />
      <input type="hidden" name="practitionerId" value={practitionerId} />
      <h3>{t("addTitle")}</h3>
      <div className={setup.pair}>
        <TextField name="from" label={t("day")} {...date} />
        <TextField name="until" label={t("lastDay")} optional {...date} />
      </div>
      <ChoiceGroup name="kind" legend={t("kind")} className={styles.choices}>
        <ChoiceCard value="closed" label={t("closed")} defaultChecked />
        <ChoiceCard value="hours" label={t("otherHours")} />
      </ChoiceGroup>
      <WindowRows
        name="hours"
        legend={t("hours")}
        windows={[]}
        places={await placeChoices(detail)}
        words={{ ...(await windowWords()), closed: "" }}
      />
      <div className={setup.ends}>
        <SubmitButton variant="default" label={t("add")} busyLabel={t("saving")} />
      </div>
    </ActionForm>
  );
}
