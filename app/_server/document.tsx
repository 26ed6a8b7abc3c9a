import "../globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { BRAND } from "@/components/ui/logo";
import { direction, isLocale, type Locale } from "@/i18n/locale";
import { publicUrl } from "@/lib/core/env";

/** The document of a page made for one reader: in the reader's language and theme, never kept. */
export async function LiveDocument({ children }: { children: ReactNode }) {
  const [locale, jar] = [await getLocale(), await cookies()];
  const theme = jar.get("theme")?.value;
  return (
    <Html locale={isLocale(locale) ? locale : "en-GB"} theme={theme}>
      {children}
    </Html>
  );
}

/**
 * The document of a page made in advance for everybody. It names its language, and a file of our own sets the theme
 * before the first paint, because the server does not know the reader.
 */
export function CachedDocument({ locale, children }: { locale: Locale; children: ReactNode }) {
  return (
    <Html locale={locale} head={<script src="/theme.js" />}>
      {children}
    </Html>
  );
}

function Html(props: {
  locale: Locale;
  theme?: string | undefined;
  head?: ReactNode;
  children: ReactNode;
}) {
  const { locale, theme, head, children } = props;
  const chosen = theme === "day" || theme === "night" ? theme : undefined;
  return (
    <html lang={locale} dir={direction(locale)} data-theme={chosen} suppressHydrationWarning>
      {head ? <head>{head}</head> : null}
      <body>{children}</body>
    </html>
  );
}

/** What every root layout exports. The address is known at run time only, so this is a function. */
export const documentMetadata = (): Metadata => ({
  metadataBase: new URL(publicUrl()),
  title: { default: BRAND, template: `%s · ${BRAND}` },
  applicationName: BRAND,
  formatDetection: { telephone: false, date: false, address: false, email: false },
});

// --bg of app/styles/tokens.css by day and by night.
export const documentViewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbf8fa" },
    { media: "(prefers-color-scheme: dark)", color: "#160e15" },
  ],
};
