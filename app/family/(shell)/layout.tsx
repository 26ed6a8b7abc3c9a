import type { ReactNode } from "react";
import { actorIn, currentPerson } from "@/app/_server/actor";
import { FamilyMenu } from "@/app/family/family-menu";
import { KeptPractices } from "@/components/routine-player/kept-practices";
import { FamilyShell } from "@/components/shell/family-shell";
import { getTranslations } from "@/i18n/words";
import { ownFamily } from "@/lib/clients/own.read";

export default async function FamilyPages({ children }: { children: ReactNode }) {
  const actor = await actorIn("family");
  // Each page sends people without an account to sign in, with the way back to itself.
  if (!actor) return children;
  const [person, family] = [await currentPerson(), await ownFamily(actor, {})];
  return (
    <FamilyShell
      items={["today", "routine", "lessons", "babies"]}
      babies={[...new Set(family.babies.map((baby) => baby.firstName))]}
      user={{ name: person?.name ?? family.name ?? actor.email, detail: actor.email }}
      menu={<FamilyMenu />}
    >
      <div className="page">{children}</div>
      <KeptPractices person={actor.userId} sent={(await getTranslations("player"))("send.later")} />
    </FamilyShell>
  );
}
