import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { familyLog } from "@/lib/messaging/log.read";
import { BackLink } from "../../../_setup/back-link";
import clients from "../../clients.module.css";
import { mournAction } from "./actions";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff_change.loss"))("title") };
}

/** A family told of a death: what one press does, said before it. */
async function Loss({ params }: Props) {
  const { id } = await params;
  const back = `/practice/clients/${encodeURIComponent(id)}`;
  const actor = await pageActor("practice", `${back}/loss`);
  const log = await found(familyLog(actor, { clientId: id }));
  const t = await getTranslations("staff_change.loss");
  return (
    <div className="page">
      <BackLink href={back}>{t("back")}</BackLink>
      <PageHead title={t("title")} detail={log.family} />
      <div className={`stack ${clients.narrow}`}>
        {log.silent ? (
          <Note action={<LinkButton href={`${back}/messages`}>{t("messages")}</LinkButton>}>
            {t("already")}
          </Note>
        ) : (
          <>
            <p>{t("lead")}</p>
            <ul className="stack">
              <li>{t("lessons")}</li>
              <li>{t("money")}</li>
              <li>{t("mail")}</li>
              <li>{t("undo")}</li>
            </ul>
            <ActionForm action={mournAction}>
              <input type="hidden" name="clientId" value={id} />
              <div className="wrap-row">
                <SubmitButton label={t("submit")} variant="danger" />
                <LinkButton href={back} size="lg">
                  {t("keep")}
                </LinkButton>
              </div>
            </ActionForm>
          </>
        )}
      </div>
    </div>
  );
}

export default practicePage(Loss);
