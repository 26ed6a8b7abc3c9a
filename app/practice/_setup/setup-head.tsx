import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { Tabs } from "@/components/ui/tabs";
import type { Search } from "./whose";

const TABS = ["services", "places", "hours", "block"] as const;
export type SetupTab = (typeof TABS)[number];
const DONE = ["saved", "archived", "restored", "removed", "published", "unpublished"] as const;

type SetupHeadProps = {
  tab: SetupTab;
  search: Search;
  /** The page's one primary button. */
  children?: ReactNode;
};

/** Services, places, hours and time off are one thing to the reader: what can be booked, where and when. */
export async function SetupHead({ tab, search, children }: SetupHeadProps) {
  const t = await getTranslations("services.setup");
  return (
    <>
      <PageHead title={t(`title.${tab}`)} detail={t(`lead.${tab}`)}>
        {children}
      </PageHead>
      <Tabs
        label={t("tabs")}
        items={TABS.map((key) => ({
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
