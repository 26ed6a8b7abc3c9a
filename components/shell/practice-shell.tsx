import type { ReactNode } from "react";
import type { IconName } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import { AppShell } from "./app-shell";

type Place = { href: string; icon: IconName; group: 0 | 1; also?: readonly string[] };

const places = {
  today: { href: "/practice", icon: "sun", group: 0 },
  calendar: {
    href: "/practice/calendar",
    icon: "calendar-days",
    group: 0,
    also: ["/practice/bookings"],
  },
  clients: { href: "/practice/clients", icon: "users", group: 0, also: ["/practice/babies"] },
  referrals: { href: "/practice/referrals", icon: "inbox", group: 0 },
  routines: { href: "/practice/routines", icon: "hand-heart", group: 0 },
  messages: { href: "/practice/messages", icon: "message-circle", group: 0 },
  payments: { href: "/practice/payments", icon: "credit-card", group: 1 },
  reports: { href: "/practice/reports", icon: "chart-no-axes-column", group: 1 },
  profile: { href: "/practice/profile", icon: "badge-check", group: 1 },
  settings: {
    href: "/practice/services",
    icon: "settings",
    group: 1,
    also: [
      "/practice/places",
      "/practice/hours",
      "/practice/block",
      "/practice/details",
      "/practice/team",
      "/practice/mail",
      "/practice/forms",
      "/practice/audit",
      "/practice/export",
      "/practice/calendars",
    ],
  },
  help: { href: "/help", icon: "circle-question-mark", group: 1 },
} as const satisfies Record<string, Place>;

export type PracticePlace = keyof typeof places;

const tabs: readonly PracticePlace[] = ["today", "calendar", "clients", "referrals", "messages"];

export type PracticeShellProps = {
  /** Only pages that exist, and that this person may open, in this order. */
  items: readonly PracticePlace[];
  counts?: Partial<Record<PracticePlace, number>> | undefined;
  user: { name: string; detail?: string | undefined };
  menu?: ReactNode;
  children: ReactNode;
};

export async function PracticeShell({ items, counts = {}, ...rest }: PracticeShellProps) {
  const t = await getTranslations("ui.nav");
  const all = items.map((key) => {
    const place: Place = places[key];
    return { ...place, label: t(key), count: counts[key], exact: key === "today" };
  });
  return (
    <AppShell
      home="/practice"
      groups={[all.filter(({ group }) => group === 0), all.filter(({ group }) => group === 1)]}
      tabs={tabs.map((key) => places[key].href)}
      {...rest}
    />
  );
}
