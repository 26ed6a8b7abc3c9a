import { answering, notThisWay } from "@/app/_server/route";
import { getTranslations } from "@/i18n/words";
import { linkHolder } from "@/lib/accounts/links";
import { bookingByLink } from "@/lib/booking/read";
import { publicUrl } from "@/lib/core/env";
import { notFound } from "@/lib/core/refusal";
import { systemNow } from "@/lib/core/time";
import { lessonCalendar } from "@/lib/documents/ics";

type Asked = { params: Promise<{ token: string }> };

/** The lesson as a calendar file, for whoever holds the booking's link. */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const { token } = await params;
  return answering(async () => {
    const holder = await linkHolder(token, "booking");
    if (!holder) throw notFound();
    const booking = await bookingByLink(holder, {});
    const t = await getTranslations("booking.done");
    const { placeKind, placeName, placeAddress, meetingUrl } = booking;
    const room = [placeName, placeAddress].filter(Boolean).join(", ");
    const file = lessonCalendar({
      lessonId: booking.lessonId,
      sequence: booking.sequence,
      startsAt: booking.startsAt,
      endsAt: booking.endsAt,
      zone: booking.zone,
      summary: t("file", { service: booking.service, name: booking.practitioner }),
      description: t("fileText"),
      location:
        placeKind === "home"
          ? undefined
          : placeKind === "online"
            ? (meetingUrl ?? undefined)
            : room,
      url: `${publicUrl()}/booking/${token}`,
      cancelled: booking.status === "cancelled",
      tentative: booking.status === "requested",
      stamp: systemNow(),
    });
    return new Response(file, {
      headers: {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'attachment; filename="lesson.ics"',
        "Cache-Control": "private, no-store",
      },
    });
  });
}
export { notThisWay as POST };
