import type { ReactNode } from "react";
import type { IconName } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import { AppShell } from "./app-shell";

const places = {
  credentials: { href: "/admin/credentials", icon: "badge-check" },
  practices: { href: "/admin/practices", icon: "building-2" },
  people: { href: "/admin/people", icon: "users" },
  mail: { href: "/admin/mail", icon: "mail" },
  jobs: { href: "/admin/jobs", icon: "list-checks" },
  audit: { href: "/admin/audit", icon: "shield-check" },
} as const satisfies Record<string, { href: string; icon: IconName }>;

export type AdminPlace = keyof typeof places;

export type AdminShellProps = {
  items: readonly AdminPlace[];
  counts?: Partial<Record<AdminPlace, number>> | undefined;
  user: { name: string; detail?: string | undefined };
  menu?: ReactNode;
  children: ReactNode;
};

/** Its river-coloured line keeps the platform from being taken for a practice. */
export async function AdminShell({ items, counts = {}, ...rest }: AdminShellProps) {
  const t = await getTranslations("ui.nav");
  const links = items.map((key) => ({ ...places[key], label: t(key), count: counts[key] }));
  return (
    <AppShell
      home="/admin"
      groups={[links]}
      tabs={links.map(({ href }) => href)}
      badge={t("admin")}
      {...rest}
    />
  );
}
