import { actorIn } from "@/app/_server/actor";
import { ActionForm } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { sameFamily } from "@/lib/clients/merge.write";
import type { ClientDetail } from "@/lib/clients/read";
import styles from "../clients.module.css";
import { archiveAction, tellApartAction, undoMergeAction } from "../keep-actions";

type Props = { client: ClientDetail; clinician: boolean; done: string | undefined };
const DONE = ["merged", "parted", "archived", "taken_out"] as const;

/** What somebody should look at before anything else: a record twice, one that was merged, one that is put away. */
export async function Hints({ client, clinician, done }: Props) {
  const actor = await actorIn("practice");
  if (!actor) return null;
  const t = await getTranslations("clients.same");
  const { maybe, merges } = await sameFamily(actor, { clientId: client.id });
  const said = DONE.find((one) => one === done);
  return (
    <div className={styles.hints}>
      <div role="status">{said ? <Note tone="good">{t(`done.${said}`)}</Note> : null}</div>
      {client.archivedAt ? (
        <Note tone="info">
          <p>{t("archived")}</p>
          <ActionForm action={archiveAction} id="take-out">
            <input type="hidden" name="clientId" value={client.id} />
            <input type="hidden" name="archived" value="no" />
            <SubmitButton label={t("takeOut")} variant="default" size="sm" />
          </ActionForm>
        </Note>
      ) : null}
      {maybe.map((other) => (
        <Note key={other.clientId} tone="glow" icon="users">
          <p>
            {t("maybe", {
              name: other.name,
              because: other.because.map((one) => t(`because.${one}`)).join(", "),
            })}
          </p>
          <div className={styles.forms}>
            <LinkButton href={`/practice/clients/${other.clientId}`} size="sm">
              {t("open")}
            </LinkButton>
            {clinician ? (
              <LinkButton
                href={`/practice/clients/${client.id}/same?with=${other.clientId}`}
                size="sm"
              >
                {t("compare")}
              </LinkButton>
            ) : null}
            <ActionForm action={tellApartAction} id={`apart-${other.clientId}`}>
              <input type="hidden" name="intoId" value={client.id} />
              <input type="hidden" name="fromId" value={other.clientId} />
              <SubmitButton label={t("different")} variant="quiet" size="sm" />
            </ActionForm>
          </div>
        </Note>
      ))}
      {merges.map((merge) => (
        <Note key={merge.mergeId}>
          <p>
            {t("merged", { name: merge.name })}{" "}
            <DateText on={merge.at} zone={client.zone} look="date" />
          </p>
          {clinician ? (
            <ActionForm action={undoMergeAction} id={`undo-${merge.mergeId}`}>
              <input type="hidden" name="mergeId" value={merge.mergeId} />
              <SubmitButton label={t("undo")} variant="default" size="sm" />
            </ActionForm>
          ) : null}
        </Note>
      ))}
    </div>
  );
}
