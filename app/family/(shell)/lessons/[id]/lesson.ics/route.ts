import { actorIn } from "@/app/_server/actor";
import { answering } from "@/app/_server/route";
import { getTranslations } from "@/i18n/words";
import { ownLesson } from "@/lib/booking/own.read";
import { publicUrl } from "@/lib/core/env";
import { Refusal } from "@/lib/core/refusal";
import { systemNow } from "@/lib/core/time";
import { lessonCalendar } from "@/lib/documents/ics";

type Asked = { params: Promise<{ id: string }> };

/** The lesson as a calendar file, for the family it belongs to. */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const { id } = await params;
  return answering(async () => {
    const actor = await actorIn("family");
    if (!actor) throw new Refusal("unauthenticated");
    const lesson = await ownLesson(actor, { bookingId: id });
    const t = await getTranslations("booking.done");
    const { placeKind, placeName, placeAddress, meetingUrl, visitAddress } = lesson;
    const room = [placeName, placeAddress].filter(Boolean).join(", ");
    const place = placeKind === "home" ? visitAddress : placeKind === "online" ? meetingUrl : room;
    const file = lessonCalendar({
      lessonId: lesson.lessonId,
      sequence: lesson.sequence,
      startsAt: lesson.startsAt,
      endsAt: lesson.endsAt,
      zone: lesson.zone,
      summary: t("file", { service: lesson.service, name: lesson.practitioner }),
      description: t("fileText"),
      location: place ?? undefined,
      url: `${publicUrl()}/family/lessons/${id}`,
      cancelled: lesson.status === "cancelled",
      tentative: lesson.status === "requested",
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
