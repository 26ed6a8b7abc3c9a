import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import { DateText, Time } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { OUTSIDE_PROBLEMS } from "@/lib/availability/outside";
import { outsideList } from "@/lib/availability/outside.read";
import type { Staff } from "@/lib/core/actor";
import type { Zone } from "@/lib/core/time";
import { RowForm } from "../_setup/row-form";
import styles from "../_setup/setup.module.css";
import { addOutsideAction, readOutsideAction, removeOutsideAction } from "./actions";

type Calendar = Awaited<ReturnType<typeof outsideList>>[number];

/** The practitioner's calendars elsewhere, when each was last read, and a form for another one. */
export async function Outside({
  actor,
  practitionerId,
  zone,
}: {
  actor: Staff;
  practitionerId: string;
  zone: Zone;
}) {
  const t = await getTranslations("calendars.outside");
  const calendars = await outsideList(actor, { practitionerId });
  return (
    <Card title={t("title")} className={styles.several}>
      <p className="muted">{t("lead")}</p>
      {calendars.length > 0 ? (
        <ul className={styles.rows}>
          {calendars.map((calendar) => (
            <Row key={calendar.calendarId} calendar={calendar} zone={zone} />
          ))}
        </ul>
      ) : (
        <p className="muted">{t("none")}</p>
      )}
      <ActionForm action={addOutsideAction} id="outside" clearWhenDone aria-label={t("add")}>
        <input type="hidden" name="practitionerId" value={practitionerId} />
        <h3>{t("add")}</h3>
        <TextField name="name" label={t("nameLabel")} hint={t("nameHint")} maxLength={60} />
        <TextField
          name="address"
          label={t("addressLabel")}
          hint={t("addressHint")}
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={2000}
        />
        <SubmitButton size="md" variant="default" label={t("submit")} />
      </ActionForm>
    </Card>
  );
}

async function Row({ calendar, zone }: { calendar: Calendar; zone: Zone }) {
  const t = await getTranslations("calendars.outside");
  const { calendarId, name, host, problem, lastReadAt, lastTriedAt, busy } = calendar;
  const when = (at: Date) => (
    <>
      <DateText on={at} zone={zone} /> <Time at={at} zone={zone} />
    </>
  );
  const known = OUTSIDE_PROBLEMS.find((one) => one === problem);
  const why = t(`why.${known ?? "unreachable"}`);
  return (
    <li className={styles.row}>
      <Icon name={problem ? "triangle-alert" : "calendar-days"} />
      <div className={styles.what}>
        <h3>{name}</h3>
        <p className="muted sm">
          {t("server", { host })} · {t("busy", { count: busy })}
        </p>
        <p className={problem ? "sm error" : "sm"}>
          {problem
            ? lastReadAt
              ? t.rich("problem", { why, when: () => when(lastTriedAt ?? lastReadAt) })
              : t("problemFirst", { why })
            : lastReadAt
              ? t.rich("lastRead", { when: () => when(lastReadAt) })
              : t("waiting")}
        </p>
      </div>
      <div className={styles.tools}>
        <RowForm
          action={readOutsideAction}
          fields={{ calendarId }}
          label={t("readNow")}
          about={name}
        />
        <RowForm
          action={removeOutsideAction}
          fields={{ calendarId }}
          label={t("remove")}
          about={name}
        />
      </div>
    </li>
  );
}
