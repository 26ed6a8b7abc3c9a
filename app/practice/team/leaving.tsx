import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import { today } from "@/lib/core/time";

export type Teaches = {
  practitionerId: string;
  published: boolean;
  lessons: number;
  next: Date | null;
};

/** What becomes of somebody's page and lessons when they no longer teach here. */
export async function Leaving({ teaches, zone }: { teaches: Teaches | null; zone: string }) {
  if (!teaches) return null;
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
