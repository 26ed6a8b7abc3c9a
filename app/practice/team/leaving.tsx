import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import { today } from "@/lib/core/time";

export type Teaches = {
  practitionerId: string;
  published: boolean;
  lessons: number;
  next: Date | null;
};

type Props = { teaches: Teaches | null; drafts: number; zone: string };

/** What becomes of somebody's page, lessons and unsigned notes when they no longer teach here. */
export async function Leaving({ teaches, drafts, zone }: Props) {
  const t = await getTranslations("team.leaving");
  return (
    <>
      {teaches ? <Lessons teaches={teaches} zone={zone} /> : null}
      {drafts > 0 ? <p>{t("drafts", { n: drafts })}</p> : null}
    </>
  );
}

async function Lessons({ teaches, zone }: { teaches: Teaches; zone: string }) {
  const t = await getTranslations("team.leaving");
  const { practitionerId, published, lessons, next } = teaches;
  const where = new URLSearchParams({
    view: "agenda",
    who: practitionerId,
    ...(next && { date: today(next, zone) }),
  });
  return (
    <>
      {published ? <p>{t("page")}</p> : null}
      <p>
        {t("lessons", { n: lessons })}{" "}
        {lessons > 0 ? <Link href={`/practice/calendar?${where}`}>{t("see")}</Link> : null}
      </p>
    </>
  );
}
