import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PublicShell } from "@/components/shell/public-shell";

export default async function ReferLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("referrals.refer");
  return (
    <PublicShell
      items={["find", "refer", "signIn"]}
      current="refer"
      width="mid"
      aside={<p className="muted sm desktop-only">{t("forWhom")}</p>}
    >
      {children}
    </PublicShell>
  );
}
