import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ForWhom } from "@/components/referral-form/for-whom";
import styles from "@/components/referral-form/tracking.module.css";
import { PublicShell } from "@/components/shell/public-shell";

// The address opens the page: it goes to no search engine and to no other site.
export const metadata: Metadata = {
  robots: { index: false, follow: false },
  referrer: "same-origin",
};

export default function ReferralLayout({ children }: { children: ReactNode }) {
  return (
    <PublicShell items={["find", "refer", "signIn"]} width="narrow" aside={<ForWhom />}>
      <div className={styles.narrow}>{children}</div>
    </PublicShell>
  );
}
