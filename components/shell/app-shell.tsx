import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Logo } from "@/components/ui/logo";
import { PopoverPanel } from "@/components/ui/popover";
import { SkipLink } from "@/components/ui/skip-link";
import { Toaster } from "@/components/ui/toast";
import { getTranslations } from "@/i18n/words";
import styles from "./app-shell.module.css";
import { NavFace, type NavItem, NavItems } from "./nav";
import { PageRegion } from "./page-region";

export const ACCOUNT_MENU = "account-menu";
const TABS = 5;

export type AppShellProps = {
  home: string;
  /** The side bar, group by group with a line between. */
  groups: readonly (readonly NavItem[])[];
  /** Addresses that deserve a tab on a phone, best first; the rest is under "More". */
  tabs: readonly string[];
  user: { name: string; detail?: string | undefined };
  /** Inside the account menu: links, theme, language, the sign-out form. */
  menu?: ReactNode;
  /** A word beside the logo, and a river-coloured line at the top. */
  badge?: string | undefined;
  children: ReactNode;
};

export async function AppShell({ home, groups, tabs, user, menu, badge, children }: AppShellProps) {
  const t = await getTranslations("ui");
  const said = (count: number) => t("nav.count", { count });
  const all = groups.flat();
  const wished = tabs.flatMap((href) => all.filter((item) => item.href === href));
  const fits = all.length <= TABS && !menu;
  const shown = fits ? wished : wished.slice(0, TABS - 1);
  const rest = all.filter((item) => !shown.includes(item));
  const waiting = rest.reduce((sum, item) => sum + (item.count ?? 0), 0);

  return (
    <div className={badge ? `shell ${styles.badged}` : "shell"}>
      <SkipLink />
      <nav className="side" aria-label={t("nav.main")}>
        <Logo href={home} label={t("nav.home")} />
        {badge ? <p className={styles.badge}>{badge}</p> : null}
        {groups
          .filter((group) => group.length > 0)
          .map((group, index) => (
            <ul key={group[0]?.href} className={index > 0 ? styles.group : undefined}>
              <NavItems items={group} said={said} />
            </ul>
          ))}
        <div className="foot">
          <Account user={user} label={t("nav.account")} opens={menu !== undefined} />
        </div>
      </nav>
      <PageRegion
        loading={t("loading")}
        offline={{
          words: { since: t("offline.since", { time: "{time}" }), asked: t("offline.asked") },
          locale: await getLocale(),
          icon: <Icon name="cloud-off" />,
        }}
      >
        {children}
      </PageRegion>
      <nav className="tabbar" aria-label={t("nav.main")}>
        <ul>
          <NavItems items={shown} said={said} />
          {fits ? null : (
            <li>
              <button type="button" className="item" popoverTarget={ACCOUNT_MENU}>
                <NavFace
                  icon="menu"
                  label={t("nav.more")}
                  count={waiting || undefined}
                  said={said}
                />
              </button>
            </li>
          )}
        </ul>
      </nav>
      {fits ? null : (
        <PopoverPanel id={ACCOUNT_MENU} title={user.name}>
          {rest.length > 0 ? (
            <ul className={styles.rest}>
              <NavItems items={rest} said={said} />
            </ul>
          ) : null}
          {menu ? <div className={styles.menu}>{menu}</div> : null}
        </PopoverPanel>
      )}
      <Toaster
        words={{ region: t("toast.region"), undo: t("toast.undo"), close: t("toast.close") }}
      />
    </div>
  );
}

function Account({
  user,
  label,
  opens,
}: {
  user: AppShellProps["user"];
  label: string;
  opens: boolean;
}) {
  const face = (
    <>
      <Avatar name={user.name} />
      <span className="who grow sm">
        <b>{user.name}</b>
        {user.detail ? <span className={`quiet xs ${styles.detail}`}>{user.detail}</span> : null}
      </span>
    </>
  );
  return opens ? (
    <button
      type="button"
      className={styles.account}
      popoverTarget={ACCOUNT_MENU}
      aria-label={`${label}: ${user.name}`}
    >
      {face}
    </button>
  ) : (
    <div className={styles.account}>{face}</div>
  );
}
