import type { ReactNode } from "react";
import { LocaleSwitch } from "@/components/ui/locale-switch";
import { Logo } from "@/components/ui/logo";
import { SkipLink } from "@/components/ui/skip-link";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { getTranslations } from "@/i18n/words";

const places = {
  find: "/find",
  refer: "/refer",
  signIn: "/sign-in",
  verify: "/verify",
  privacy: "/privacy",
  accessibility: "/accessibility",
} as const;

export type PublicPlace = keyof typeof places;

const top: readonly PublicPlace[] = ["find", "refer", "signIn"];
/** At the foot of every public page, whatever it is about. */
const foot: readonly PublicPlace[] = ["verify", "privacy", "accessibility"];

export type PublicShellProps = {
  /** Of the pages at the top, those that belong here. */
  items: readonly PublicPlace[];
  /** The page that is shown, to mark it. */
  current?: PublicPlace | undefined;
  /** For somebody who is signed in: their own first page, instead of "Sign in". */
  account?: { href: string; label: string } | undefined;
  /** Steps or a sentence in place of the links: booking and referring keep to their task. */
  aside?: ReactNode;
  width?: "wide" | "mid" | "narrow" | undefined;
  /** In place of the language switch; null where a page is made in the practice's language for everybody. */
  locale?: ReactNode;
  /** A ThemeToggle that knows the cookie; by itself it reads it in the browser. */
  theme?: ReactNode;
  children: ReactNode;
};

export async function PublicShell({
  items,
  current,
  account,
  aside,
  width = "wide",
  locale = <LocaleSwitch />,
  theme = <ThemeToggle />,
  children,
}: PublicShellProps) {
  const t = await getTranslations("ui.nav");
  const wrap = width === "wide" ? "wrap" : `wrap wrap-${width}`;
  const link = (key: PublicPlace) =>
    key === "signIn" && account ? (
      <a href={account.href}>{account.label}</a>
    ) : (
      <a href={places[key]} aria-current={key === current ? "page" : undefined}>
        {t(key)}
      </a>
    );
  const upper = items.filter((key) => top.includes(key));
  return (
    <>
      <SkipLink />
      <header className={`${wrap} topbar`}>
        <Logo href="/" label={t("home")} />
        {aside ?? (
          <nav aria-label={t("main")}>
            <ul>
              {upper.map((key) => (
                <li key={key} className={key === "signIn" ? undefined : "desktop-only"}>
                  {link(key)}
                </li>
              ))}
            </ul>
          </nav>
        )}
      </header>
      <main id="main" className={wrap} tabIndex={-1}>
        {children}
      </main>
      <footer className="footer">
        <div className={wrap}>
          <ul className="phone-only">
            {upper.map((key) => (
              <li key={key}>{link(key)}</li>
            ))}
          </ul>
          <div className="foot-row">
            <span>{t("openSource")}</span>
            <ul>
              {foot.map((key) => (
                <li key={key}>{link(key)}</li>
              ))}
            </ul>
            <div className="foot-tools">
              {locale}
              {theme}
            </div>
          </div>
          <p>{t("doctorFirst")}</p>
        </div>
      </footer>
    </>
  );
}
