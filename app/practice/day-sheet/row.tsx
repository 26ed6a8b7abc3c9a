import { getLocale } from "next-intl/server";
import { formatTimeEnds } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { Age } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import type { DaySheet } from "@/lib/booking/day-sheet.read";
import { titleOf } from "@/lib/booking/staff.read";
import { BabyAlerts, TakeCare } from "../baby-alerts";
import { lessonLine, StatusTag } from "../lesson-words";
import styles from "./sheet.module.css";

type Row = DaySheet["rows"][number];
type Props = {
  row: Row;
  zone: string;
  /** Allergies, findings and what the family wrote are for clinicians. */
  clinical: boolean;
  /** Whose lesson it is, where a sheet is for several people. */
  named: boolean;
};

export async function SheetRow({ row, zone, clinical, named }: Props) {
  const [t, locale] = [await getTranslations("day_sheet"), await getLocale()];
  const { seat, practitioner, people, address } = row;
  const time = t("span", formatTimeEnds(row.startsAt, row.endsAt, { locale, zone }));
  const who = named ? t("with", { name: practitioner.name }) : "";
  if (!seat)
    return (
      <li className={styles.block}>
        <p className={styles.time}>{time}</p>
        <p>{[row.title || t("busy"), who].filter(Boolean).join(", ")}</p>
      </li>
    );
  return (
    <li className={styles.row}>
      <div>
        <p className={styles.time}>{time}</p>
        <p className="sm muted">{[await lessonLine(row), who].filter(Boolean).join(", ")}</p>
        {seat.status === "booked" ? null : <StatusTag status={row.status} />}
      </div>
      <div className={styles.about}>
        <h2>
          <Link href={`/practice/bookings/${seat.id}`}>{titleOf(row)}</Link>
        </h2>
        <dl>
          {people.map((person) => (
            <Line key={person.name} label={person.name}>
              {person.phone ? (
                <a className={styles.phone} href={`tel:${person.phone.replace(/[^\d+]/g, "")}`}>
                  {person.phone}
                </a>
              ) : (
                t("noPhone")
              )}
            </Line>
          ))}
          {address ? <Line label={t("address")}>{address}</Line> : null}
          {seat.babies.map((baby) => (
            <Line key={baby.id} label={baby.firstName}>
              <Age {...baby.ages} strong />
            </Line>
          ))}
        </dl>
        {clinical ? <Care seat={seat} /> : null}
      </div>
      <div className={styles.notes}>
        <p className="sm muted">{t("notes")}</p>
      </div>
    </li>
  );
}

const Line = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

async function Care({ seat }: { seat: NonNullable<Row["seat"]> }) {
  const t = await getTranslations("day_sheet");
  const careful = seat.babies.filter(({ alerts }) => alerts.count > 0 || alerts.bornEarly !== null);
  return (
    <>
      {careful.map((baby) => (
        <div key={baby.id} className={styles.care}>
          {seat.babies.length > 1 ? <h3>{baby.firstName}</h3> : null}
          <div className="wrap-row">
            <BabyAlerts alerts={baby.alerts} />
          </div>
          <TakeCare alerts={baby.alerts} />
        </div>
      ))}
      {seat.familyNote ? (
        <div className={styles.words}>
          <h3>{t("familyNote")}</h3>
          <p>{seat.familyNote}</p>
        </div>
      ) : null}
    </>
  );
}
