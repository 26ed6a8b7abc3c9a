import { Tag, type TagProps } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { SeatStatus, StaffLesson } from "@/lib/booking/staff-lessons";

const looks: Record<SeatStatus, Pick<TagProps, "tone" | "icon">> = {
  held: { icon: "clock" },
  requested: { tone: "info", icon: "clock" },
  booked: {},
  arrived: { tone: "brand", icon: "map-pin" },
  completed: { tone: "good", icon: "check" },
  no_show: { tone: "bad", icon: "circle-x" },
  cancelled: { icon: "calendar-x" },
};

export async function StatusTag({ status }: { status: SeatStatus }) {
  const t = await getTranslations("practice.status");
  return <Tag {...looks[status]}>{t(status)}</Tag>;
}

/** "Home visit, first lesson" */
export async function lessonLine({ place, seat, service }: StaffLesson): Promise<string> {
  const t = await getTranslations("practice");
  const parts = [
    place ? t(`placeKind.${place.kind}`) : (service?.name ?? ""),
    seat ? t("ordinal", { n: seat.ordinal }) : "",
  ];
  return parts.filter(Boolean).join(", ");
}
