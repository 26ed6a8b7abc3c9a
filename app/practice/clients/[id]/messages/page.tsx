import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { Pager } from "@/components/ui/pager";
import { SubmitButton } from "@/components/ui/submit-button";
import { WishesForm } from "@/components/wishes/wishes-form";
import { getTranslations } from "@/i18n/words";
import { env } from "@/lib/core/env";
import { familyLog } from "@/lib/messaging/log.read";
import { familyPreferences } from "@/lib/messaging/preferences.read";
import { practiceFacts } from "@/lib/practices/read";
import { BackLink } from "../../../_setup/back-link";
import type { Search } from "../../../_setup/whose";
import clients from "../../clients.module.css";
import { writeAgainAction } from "../loss/actions";
import { saveWishesAction } from "./actions";
import { Message } from "./message";
import styles from "./messages.module.css";
import { Waiting } from "./waiting";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mail_settings.log");
  return { title: t("title") };
}

/** Everything that was and will be written to a family, and what they want to hear. */
async function FamilyMessages({ params, searchParams }: Props) {
  const { id } = await params;
  const actor = await pageActor("practice", `/practice/clients/${encodeURIComponent(id)}/messages`);
  const search = await searchParams;
  const before = typeof search.before === "string" ? search.before : undefined;
  const log = await found(familyLog(actor, { clientId: id, before }));
  const people = await familyPreferences(actor, { clientId: id });
  const { zone } = await practiceFacts(actor, {});
  const [t, wishes] = [
    await getTranslations("mail_settings.log"),
    await getTranslations("mail_settings.wishes"),
  ];
  const here = `/practice/clients/${id}/messages`;
  const done = (["again", "left", "wishes", "loss", "heard"] as const).find(
    (one) => one === search.done,
  );
  return (
    <div className="page">
      <BackLink href={`/practice/clients/${id}`}>{t("family")}</BackLink>
      <PageHead title={t("title")} detail={log.family} />
      <div role="status">
        {done ? (
          <Note tone="good" className={styles.done}>
            {t(`done.${done}`)}
          </Note>
        ) : null}
      </div>
      <div className={clients.columns}>
        <div>
          {log.silent ? (
            <Card title={t("silent")}>
              <ActionForm action={writeAgainAction} id="heard">
                <input type="hidden" name="clientId" value={id} />
                <SubmitButton label={t("speakAgain")} variant="default" size="sm" />
              </ActionForm>
            </Card>
          ) : null}
          {log.waiting.length > 0 ? (
            <Card title={t("waiting")}>
              <Waiting waiting={log.waiting} zone={zone} />
            </Card>
          ) : null}
          <Card title={t("sent")}>
            {log.messages.length > 0 ? (
              <ul className={`${styles.log} list`}>
                {log.messages.map((message) => (
                  <Message key={message.id} message={message} zone={zone} clientId={id} />
                ))}
              </ul>
            ) : (
              <Empty title={t("empty")}>{t("emptyText")}</Empty>
            )}
          </Card>
          <Pager
            previous={before ? here : null}
            next={log.more ? `${here}?before=${log.messages.at(-1)?.id}` : null}
          />
        </div>
        <div>
          <Card title={wishes("title")}>
            <ul className={`${styles.people} list`}>
              {people.map((person, at) => (
                <li key={person.guardianId}>
                  <h3>{person.name}</h3>
                  {at > 0 && person.email && !person.userId && !person.copiesSince ? (
                    <p className="sm muted">{wishes("copies")}</p>
                  ) : null}
                  <WishesForm
                    action={saveWishesAction}
                    gateway={env().SMS_URL !== undefined}
                    person={person}
                  />
                </li>
              ))}
            </ul>
          </Card>
        </div>
      </div>
    </div>
  );
}

export default practicePage(FamilyMessages);
