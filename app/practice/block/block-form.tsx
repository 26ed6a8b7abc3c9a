import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { CheckField } from "@/components/ui/choice";
import { SelectField, TextField } from "@/components/ui/field";
import { zonePlace } from "@/components/ui/format";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import type { Day, Zone } from "@/lib/core/time";
import setup from "../_setup/setup.module.css";
import { blockTimeAction } from "./actions";
import styles from "./block.module.css";
import { InTheWay } from "./in-the-way";

type BlockFormProps = {
  practitionerId: string;
  zone: Zone;
  thisDay: Day;
  /** Who could teach meanwhile. */
  colleagues: readonly { id: string; name: string }[];
  /** The stretch that was drawn on the calendar. */
  drawn?: { day: string; time: string; until: string } | undefined;
};

export async function BlockForm({
  practitionerId,
  zone,
  thisDay,
  colleagues,
  drawn,
}: BlockFormProps) {
  const [t, locale] = [await getTranslations("hours.block"), await getLocale()];
  const date = { type: "date", min: thisDay } as const;
  return (
    <ActionForm action={blockTimeAction} className={styles.form}>
      <InTheWay title={t("inTheWay")} locale={locale} zone={zone} />
      <input type="hidden" name="practitionerId" value={practitionerId} />
      <TextField name="title" label={t("title")} hint={t("titleHint")} maxLength={80} />
      <CheckField
        name="allDay"
        label={t("allDay")}
        detail={t("allDayHint", { place: zonePlace(zone) })}
        defaultChecked={drawn === undefined}
      />
      <div className={styles.ends}>
        <TextField name="from" label={t("from")} defaultValue={drawn?.day} {...date} />
        <div className={styles.time}>
          <TextField
            name="fromTime"
            label={t("fromTime")}
            type="time"
            optional
            defaultValue={drawn?.time}
          />
        </div>
        <TextField name="until" label={t("until")} optional {...date} />
        <div className={styles.time}>
          <TextField
            name="untilTime"
            label={t("untilTime")}
            type="time"
            optional
            defaultValue={drawn?.until}
          />
        </div>
      </div>
      {colleagues.length > 0 ? (
        <SelectField
          name="handOverTo"
          label={t("handOver")}
          hint={t("handOverHint")}
          optional
          defaultValue=""
          options={[
            { value: "", label: t("nobody") },
            ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      ) : null}
      <div className={setup.ends}>
        <SubmitButton label={t("save")} busyLabel={t("saving")} />
      </div>
    </ActionForm>
  );
}
