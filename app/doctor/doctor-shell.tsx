import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PublicShell } from "@/components/shell/public-shell";
import styles from "./doctor.module.css";

/** A doctor has two pages and no menu. */
export async function DoctorShell({ email, children }: { email: string; children: ReactNode }) {
  const t = await getTranslations("referrals.mine");
  return (
    <PublicShell
      items={["refer"]}
      width="narrow"
      aside={<p className="muted sm desktop-only">{t("signedInAs", { email })}</p>}
    >
      <div className={styles.page}>{children}</div>
    </PublicShell>
  );
}
