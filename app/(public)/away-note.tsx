import { getLocale } from "next-intl/server";
import { visitor } from "@/app/_server/actor";
import { formatDay } from "@/components/ui/format";
import { Note } from "@/components/ui/note";
import { getTranslations } from "@/i18n/words";
import { awayTimes } from "@/lib/availability/away.read";
import type { Day } from "@/lib/core/time";
import styles from "./away-note.module.css";

type AwayNoteProps = {
  slug: string;
  /** The days that are shown; today when left out. */
  from?: Day | undefined;
  days?: number | undefined;
};

/** Out of office: until when, and who teaches meanwhile. */
export async function AwayNote({ slug, from, days }: AwayNoteProps) {
  const { name, absences } = await awayTimes(visitor, { slug, from, days });
  const last = absences.at(-1);
  if (!last) return null;
  const [t, locale] = [await getTranslations("profile.away"), await getLocale()];
  const day = formatDay(last.until, { locale, zone: "UTC" }, "long");
  const { colleague } = last;
  return (
    <Note tone="glow" icon="calendar-x" className={styles.away}>
      <p>
        {t("until", { name, day })}
        {colleague ? (
          <>
            {" "}
            <a href={`/p/${colleague.slug}`}>{t("meanwhile", { name: colleague.name })}</a>
          </>
        ) : null}
      </p>
    </Note>
  );
}
