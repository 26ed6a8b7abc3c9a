import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { currentPerson } from "@/app/_server/actor";
import { type PracticePlace, PracticeShell } from "@/components/shell/practice-shell";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { LocaleSwitch } from "@/components/ui/locale-switch";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { getTranslations } from "@/i18n/words";
import type { Membership } from "@/lib/accounts/person";
import type { Staff } from "@/lib/core/actor";
import { waitingReferrals } from "@/lib/referrals/read";
import { choosePractice } from "./actions";

const everybody: readonly PracticePlace[] = ["today", "calendar", "clients", "referrals"];

/** What this person may open: clinical pages are not the front desk's. */
const placesFor = (actor: Staff): PracticePlace[] =>
  actor.role === "front_desk"
    ? [...everybody, "settings"]
    : [...everybody, "routines", "profile", "settings"];

export async function PracticeFrame({ actor, children }: { actor: Staff; children: ReactNode }) {
  const [person, waiting] = await Promise.all([currentPerson(), waitingReferrals(actor, {})]);
  const memberships = person?.memberships ?? [];
  const here = memberships.find((one) => one.practiceId === actor.practiceId);
  const name = person?.name ?? person?.email ?? "";
  const roles = await getTranslations("team.roles");
  return (
    <PracticeShell
      items={placesFor(actor)}
      counts={{ referrals: waiting }}
      user={{
        name,
        // A practice that is called like its owner would be said twice.
        detail: here?.practiceName === name ? roles(actor.role) : here?.practiceName,
      }}
      menu={<Menu memberships={memberships} here={actor.practiceId} />}
    >
      {children}
    </PracticeShell>
  );
}

async function Menu({ memberships, here }: { memberships: readonly Membership[]; here: string }) {
  const t = await getTranslations("practice.menu");
  const theme = (await cookies()).get("theme")?.value;
  const others = memberships.filter((one) => one.practiceId !== here);
  return (
    <>
      {others.length > 0 ? (
        <form action={choosePractice} className="stack">
          <p className="label">{t("otherPractices")}</p>
          {others.map(({ practiceId, practiceName }) => (
            <Button key={practiceId} type="submit" name="practice" value={practiceId} block>
              {practiceName}
            </Button>
          ))}
        </form>
      ) : null}
      <div className="row">
        <LinkButton href="/account" icon={<Icon name="user" />}>
          {t("account")}
        </LinkButton>
        <ThemeToggle theme={theme === "day" || theme === "night" ? theme : "system"} />
      </div>
      <LocaleSwitch />
      <form method="post" action="/sign-out">
        <Button type="submit" variant="quiet" icon={<Icon name="log-out" />}>
          {t("signOut")}
        </Button>
      </form>
    </>
  );
}
