import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { CalendarFeed } from "@/components/calendar-feed/calendar-feed";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import { ownFeed } from "@/lib/documents/feed.read";
import { changeFeedAction, makeFeedAction, revokeFeedAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("calendars.page");
  return { title: t("title") };
}

async function FamilyCalendar() {
  const actor = await pageActor("family", "/family/calendar");
  const [t, { feed, zone }] = [await getTranslations("calendars.page"), await ownFeed(actor, {})];
  return (
    <>
      <PageHead title={t("title")} detail={t("familyLead")} />
      <CalendarFeed
        feed={feed}
        reader="family"
        zone={zone}
        make={makeFeedAction}
        change={changeFeedAction}
        revoke={revokeFeedAction}
      />
    </>
  );
}

export default familyPage(FamilyCalendar);
