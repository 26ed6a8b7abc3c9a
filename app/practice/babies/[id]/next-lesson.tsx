import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Money } from "@/components/ui/price";
import { DateText, Time } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import type { StaffLesson } from "@/lib/booking/staff-lessons";
import type { BabyHead } from "@/lib/clients/baby.read";
import { StatusTag } from "../../lesson-words";
import styles from "./baby.module.css";

export async function NextLessonCard({
  lesson,
  baby,
}: {
  lesson: StaffLesson | null;
  baby: BabyHead;
}) {
  const [t, p] = [
    await getTranslations("record.overview"),
    await getTranslations("practice.placeKind"),
  ];
  if (!lesson?.seat)
    return (
      <Card title={t("next")}>
        <p className="muted">{t("none")}</p>
        <LinkButton href={`/practice/bookings/new?client=${baby.clientId}`}>{t("book")}</LinkButton>
      </Card>
    );
  const { seat, startsAt, place, zone } = lesson;
  return (
    <Card title={t("next")} action={<StatusTag status={lesson.status} />}>
      <p className={styles.more}>
        <Link href={`/practice/bookings/${seat.id}`}>
          <span>
            <DateText on={startsAt} zone={zone} look="long" />, <Time at={startsAt} zone={zone} />
          </span>
        </Link>
      </p>
      <p className="sm muted">
        {[place ? p(place.kind) : "", t("ordinal", { n: seat.ordinal })].filter(Boolean).join(", ")}
        {", "}
        <Money minor={seat.priceMinor} currency={seat.currency} />
      </p>
    </Card>
  );
}
