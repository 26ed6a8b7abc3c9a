import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { CalendarFeed } from "@/components/calendar-feed/calendar-feed";
import { getTranslations } from "@/i18n/words";
import { isClinician } from "@/lib/core/actor";
import { ownFeed } from "@/lib/documents/feed.read";
import styles from "../_setup/setup.module.css";
import { SetupHead } from "../_setup/setup-head";
import { type Search, Whose, whose } from "../_setup/whose";
import { changeFeedAction, makeFeedAction, revokeFeedAction } from "./actions";
import { Outside } from "./outside";

type Props = { searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("calendars.page");
  return { title: t("title") };
}

async function Calendars({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/calendars");
  const search = await searchParams;
  const { teachers, chosen } = await whose(actor, search);
  const { feed, zone } = await ownFeed(actor, {});
  const may =
    chosen && isClinician(actor) && (actor.role === "owner" || actor.practitionerId === chosen.id);
  return (
    <div className={`page ${styles.page}`}>
      <SetupHead tab="calendars" search={search} />
      <CalendarFeed
        feed={feed}
        reader="staff"
        zone={zone}
        make={makeFeedAction}
        change={changeFeedAction}
        revoke={revokeFeedAction}
      />
      {chosen ? <Whose path="/practice/calendars" teachers={teachers} chosen={chosen} /> : null}
      {may ? <Outside actor={actor} practitionerId={chosen.id} zone={zone} /> : null}
    </div>
  );
}

export default practicePage(Calendars);
