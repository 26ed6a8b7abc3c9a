import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { TextField } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { team } from "@/lib/accounts/read";
import { isOwner } from "@/lib/core/actor";
import { unsignedOf } from "@/lib/notes/seen-to.read";
import { practiceFacts } from "@/lib/practices/read";
import { SetupHead } from "../_setup/setup-head";
import type { Search } from "../_setup/whose";
import { inviteAction } from "./actions";
import { Invited } from "./invited";
import { Member } from "./member";
import styles from "./team.module.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("team");
  return { title: t("title") };
}

const kinds = ["invited", "withdrawn", "role", "deactivated", "reactivated"] as const;
const roles = ["practitioner", "front_desk", "owner"] as const;
type Props = { searchParams: Promise<Search> };

async function Team({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/team");
  if (!isOwner(actor)) notFound();
  const { members, invited } = await found(team(actor, {}));
  const { zone } = await practiceFacts(actor, {});
  const unsigned = await unsignedOf(actor, {});
  const search = await searchParams;
  const saved = kinds.find((kind) => kind === search.saved);
  const t = await getTranslations("team");
  const active = members.filter((member) => !member.deactivatedAt);
  const former = members.filter((member) => member.deactivatedAt);
  return (
    <div className={`page ${styles.page}`}>
      <SetupHead tab="team" search={search} />
      {saved ? (
        <Note tone="good" role="status">
          {t(`saved.${saved}`)}
        </Note>
      ) : null}
      <Card title={t("members")}>
        <ul className="list">
          {active.map((member) => (
            <Member key={member.id} {...{ member, zone }} drafts={unsigned[member.userId] ?? 0} />
          ))}
        </ul>
      </Card>
      {invited.length > 0 ? <Invited invited={invited} /> : null}
      <Card title={t("invite")}>
        <ActionForm action={inviteAction} id="invite" className={`form ${styles.form}`}>
          <TextField
            name="email"
            type="email"
            label={t("email")}
            autoComplete="off"
            inputMode="email"
            maxLength={254}
          />
          <ChoiceGroup name="role" legend={t("role")}>
            {roles.map((role) => (
              <ChoiceCard
                key={role}
                value={role}
                label={t(`roles.${role}`)}
                detail={t(`may.${role}`)}
                defaultChecked={role === "practitioner"}
              />
            ))}
          </ChoiceGroup>
          <SubmitButton label={t("send")} busyLabel={t("sending")} />
        </ActionForm>
      </Card>
      {former.length > 0 ? (
        <Card title={t("former")}>
          <ul className="list">
            {former.map((member) => (
              <Member key={member.id} {...{ member, zone }} drafts={unsigned[member.userId] ?? 0} />
            ))}
          </ul>
        </Card>
      ) : null}
    </div>
  );
}

export default practicePage(Team);
