import type { ReactNode } from "react";
import { ForWhom } from "@/components/referral-form/for-whom";
import { PublicShell } from "@/components/shell/public-shell";

export default function ReferLayout({ children }: { children: ReactNode }) {
  return (
    <PublicShell
      items={["find", "refer", "signIn"]}
      current="refer"
      width="mid"
      aside={<ForWhom />}
    >
      {children}
    </PublicShell>
  );
}
