import { createHash } from "node:crypto";
import { callerAddress } from "@/app/_server/caller";
import { answering } from "@/app/_server/route";
import { getTranslations } from "@/i18n/words";
import { publicUrl } from "@/lib/core/env";
import { notFound } from "@/lib/core/refusal";
import { feedHolder, feedLessons } from "@/lib/documents/feed.read";
import { feedSummary } from "@/lib/documents/feed.rules";
import { type FeedEvent, feedCalendar } from "@/lib/documents/ics";
import { byAddress, enforce } from "@/lib/work/rate";

type Asked = { params: Promise<{ token: string }> };

/**
 * The person's lessons for their own calendar program. The address is the only key, so it may stand in no log
 * and it shows as little as its owner chose.
 */
export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const secret = (await params).token.replace(/\.ics$/, "");
  return answering(async () => {
    const ip = callerAddress(request.headers);
    await enforce("documents.feed", byAddress(ip, 600, 10));
    const holder = await feedHolder(secret);
    if (!holder) throw notFound();
    const { actor, detail, feedId } = holder;
    await enforce("documents.feed", [{ subject: `feed:${feedId}`, most: 120, minutes: 60 }]);
    const t = await getTranslations("calendars.feed");
    const words = {
      busy: t("busy"),
      lesson: (values: { name: string }) => t("lesson", values),
      named: (values: { name: string; service: string }) => t("named", values),
    };
    const home = actor.kind === "staff" ? "/practice/bookings" : "/family/lessons";
    const events = (await feedLessons(actor, {})).map((lesson): FeedEvent => {
      const { place } = lesson;
      const told = detail === "names" && place && place.kind !== "home";
      return {
        lessonId: lesson.lessonId,
        sequence: lesson.sequence,
        startsAt: lesson.startsAt,
        endsAt: lesson.endsAt,
        zone: lesson.zone,
        stamp: lesson.createdAt,
        tentative: lesson.tentative,
        summary: feedSummary(lesson, detail, words),
        ...(told && { location: [place.name, place.address].filter(Boolean).join(", ") }),
        ...(lesson.bookingId &&
          detail !== "busy" && { url: `${publicUrl()}${home}/${lesson.bookingId}` }),
      };
    });
    const file = feedCalendar(t("name"), events);
    const etag = `"${createHash("sha256").update(file).digest("base64url").slice(0, 22)}"`;
    const head = {
      ETag: etag,
      "Cache-Control": "private, no-cache",
      "X-Robots-Tag": "noindex",
    };
    if (request.headers.get("if-none-match") === etag)
      return new Response(null, { status: 304, headers: head });
    return new Response(file, {
      headers: { ...head, "Content-Type": "text/calendar; charset=utf-8" },
    });
  });
}
