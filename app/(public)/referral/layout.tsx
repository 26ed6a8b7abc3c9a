import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import styles from "@/components/referral-form/tracking.module.css";
import { PublicShell } from "@/components/shell/public-shell";

// The address opens the page: it goes to no search engine and to no other site.
export const metadata: Metadata = {
  robots: { index: false, follow: false },
  referrer: "same-origin",
};

export default async function ReferralLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("referrals.refer");
  return (
    <PublicShell
      items={["find", "refer", "signIn"]}
      width="narrow"
      aside={<p className="muted sm desktop-only">{t("forWhom")}</p>}
    >
      <div className={styles.narrow}>{children}</div>
    </PublicShell>
  );
}
