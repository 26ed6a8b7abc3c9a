import { getLocale } from "next-intl/server";
import { FeedCard } from "@/components/routine-player/feed-card";
import { Icon } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import type { OwnRoutine } from "@/lib/routines/own.read";

export async function FeedClock({ routine, now }: { routine: OwnRoutine; now: Date }) {
  const [t, s, locale] = [
    await getTranslations("family.fed"),
    await getTranslations("safety.feed"),
    await getLocale(),
  ];
  const { feed, kept, babyId, zone, name } = routine;
  return (
    <FeedCard
      key={babyId}
      babyId={babyId}
      endedAt={feed.endedAt?.toISOString() ?? null}
      kept={kept}
      minutes={feed.minutes}
      now={now.toISOString()}
      locale={locale}
      zone={zone}
      icon={<Icon name="milk" />}
      words={{
        label: t("label", { name }),
        readyIn: t("readyIn", { minutes: "{minutes}", time: "{time}" }),
        ready: t("ready", { time: "{time}" }),
        unknown: t("unknown"),
        now: s("now"),
        ago: t("ago"),
        minutes: t("minutes"),
        save: t("save"),
        failed: t("failed"),
        later: t("later"),
        here: t("here"),
      }}
    />
  );
}
