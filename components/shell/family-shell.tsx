import type { ReactNode } from "react";
import type { IconName } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import { AppShell } from "./app-shell";

const places = {
  today: { href: "/family", icon: "sun" },
  routine: { href: "/family/routine", icon: "hand-heart" },
  lessons: { href: "/family/lessons", icon: "calendar-days" },
  babies: { href: "/family/babies", icon: "baby" },
  messages: { href: "/family/messages", icon: "message-circle" },
  payments: { href: "/family/payments", icon: "credit-card" },
  settings: { href: "/family/settings", icon: "settings" },
} as const satisfies Record<string, { href: string; icon: IconName }>;

export type FamilyPlace = keyof typeof places;

const tabs: readonly FamilyPlace[] = ["today", "routine", "lessons", "babies", "messages"];
const second: readonly FamilyPlace[] = ["payments", "settings"];

export type FamilyShellProps = {
  items: readonly FamilyPlace[];
  /** First names: one baby's name is the tab's word. */
  babies: readonly string[];
  counts?: Partial<Record<FamilyPlace, number>> | undefined;
  user: { name: string; detail?: string | undefined };
  menu?: ReactNode;
  children: ReactNode;
};

export async function FamilyShell({ items, babies, counts = {}, ...rest }: FamilyShellProps) {
  const t = await getTranslations("ui.nav");
  const only = babies.length === 1 ? babies[0] : undefined;
  const label = (key: FamilyPlace): string => {
    if (key !== "babies") return t(key);
    return only ?? t(babies.length === 0 ? "baby" : "babies");
  };
  const link = (key: FamilyPlace) => ({
    ...places[key],
    label: label(key),
    count: counts[key],
    exact: key === "today",
  });
  return (
    <AppShell
      home="/family"
      groups={[
        items.filter((key) => !second.includes(key)).map(link),
        items.filter((key) => second.includes(key)).map(link),
      ]}
      tabs={tabs.map((key) => places[key].href)}
      {...rest}
    />
  );
}
