import type { ReactNode } from "react";
import { PublicShell } from "@/components/shell/public-shell";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import styles from "./doctor.module.css";

/** A doctor has two pages and no menu. */
export async function DoctorShell({ email, children }: { email: string; children: ReactNode }) {
  const t = await getTranslations("referrals.mine");
  return (
    <PublicShell
      items={["refer"]}
      width="narrow"
      aside={
        <div className={`row ${styles.who}`}>
          <span className="muted sm desktop-only">{t("signedInAs", { email })}</span>
          <form method="post" action="/sign-out">
            <Button type="submit" variant="quiet" icon={<Icon name="log-out" />}>
              {t("signOut")}
            </Button>
          </form>
        </div>
      }
    >
      <div className={styles.page}>{children}</div>
    </PublicShell>
  );
}
