import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { currentPerson } from "@/app/_server/actor";
import { AdminShell } from "@/components/shell/admin-shell";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { getTranslations } from "@/i18n/words";
import { homeOf } from "@/lib/accounts/person";
import type { Admin } from "@/lib/core/actor";
import { credentialsWaiting } from "@/lib/credentials/checking.read";

export async function AdminFrame({ actor, children }: { actor: Admin; children: ReactNode }) {
  const [person, waiting] = await Promise.all([currentPerson(), credentialsWaiting(actor, {})]);
  const name = person?.name ?? person?.email ?? "";
  const detail = person?.name ? person.email : undefined;
  const home = person ? homeOf(person) : "/admin";
  return (
    <AdminShell
      items={["credentials", "practices", "mail", "jobs", "audit", "people"]}
      counts={{ credentials: waiting }}
      user={{ name, detail }}
      menu={<Menu home={home === "/admin" ? null : home} />}
    >
      <div className="page">{children}</div>
    </AdminShell>
  );
}

async function Menu({ home }: { home: string | null }) {
  const t = await getTranslations("admin.menu");
  const accounts = await getTranslations("accounts.menu");
  const theme = (await cookies()).get("theme")?.value;
  return (
    <>
      {home ? (
        <ButtonLink href={home} icon={<Icon name="arrow-left" />}>
          {t("home")}
        </ButtonLink>
      ) : null}
      <div className="row">
        <ButtonLink href="/account" icon={<Icon name="user" />}>
          {accounts("account")}
        </ButtonLink>
        <ThemeToggle theme={theme === "day" || theme === "night" ? theme : "system"} />
      </div>
      <form method="post" action="/sign-out">
        <SubmitButton
          variant="quiet"
          size="md"
          label={accounts("signOut")}
          busyLabel={accounts("signingOut")}
          icon={<Icon name="log-out" />}
        />
      </form>
    </>
  );
}
