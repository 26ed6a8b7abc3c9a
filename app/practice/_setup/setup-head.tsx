import type { ReactNode } from "react";
import { actorIn } from "@/app/_server/actor";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { Tabs } from "@/components/ui/tabs";
import { getTranslations } from "@/i18n/words";
import { isOwner } from "@/lib/core/actor";
import type { Search } from "./whose";

const TABS = [
  "services",
  "hours",
  "block",
  "calendars",
  "places",
  "forms",
  "mail",
  "details",
  "team",
  "audit",
  "export",
] as const;
export type SetupTab = (typeof TABS)[number];
const DONE = ["saved", "archived", "restored", "removed", "published", "unpublished"] as const;

type SetupHeadProps = {
  tab: SetupTab;
  search: Search;
  /** The page's one primary button. */
  children?: ReactNode;
};

/** One thing to the reader, the settings of the practice: what can be booked, when, where and with whom. */
export async function SetupHead({ tab, search, children }: SetupHeadProps) {
  const [t, actor] = [await getTranslations("services.setup"), await actorIn("practice")];
  // The practice itself, the team, the trail and the whole of the data are the owner's.
  const owners: readonly SetupTab[] = ["details", "team", "audit", "export"];
  const tabs = TABS.filter((key) => !owners.includes(key) || (actor && isOwner(actor)));
  return (
    <>
      <PageHead title={t(`title.${tab}`)} detail={t(`lead.${tab}`)}>
        {children}
      </PageHead>
      <Tabs
        label={t("tabs")}
        items={tabs.map((key) => ({
          href: `/practice/${key}`,
          label: t(`tab.${key}`),
          current: key === tab,
        }))}
      />
      <Done search={search} />
    </>
  );
}

/** Says what was just done; the address carries it over the redirect, so it needs no script. */
export async function Done({ search }: { search: Search }) {
  const t = await getTranslations("services.setup");
  const done = DONE.find((one) => one === search.done);
  return <div role="status">{done ? <Note tone="good">{t(`done.${done}`)}</Note> : null}</div>;
}
