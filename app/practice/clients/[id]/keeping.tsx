import { actorIn } from "@/app/_server/actor";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { CheckField } from "@/components/ui/choice";
import { TextArea } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import type { ClientDetail } from "@/lib/clients/read";
import { keptOne } from "@/lib/clients/retention.read";
import styles from "../clients.module.css";
import { archiveAction, holdAction } from "../keep-actions";

type Props = { client: ClientDetail; clinician: boolean; owner: boolean };

/** Until when the record is kept, and what may be done with it: put away, held, and one day deleted. */
export async function Keeping({ client, clinician, owner }: Props) {
  const actor = await actorIn("practice");
  if (!actor) return null;
  const t = await getTranslations("clients.keep");
  const l = await getTranslations("staff_change.loss");
  const kept = await keptOne(actor, { clientId: client.id });
  return (
    <Card title={t("title")}>
      <p className="sm">
        {t(kept.over ? "over" : "until")} <DateText on={kept.until} look="date" />.{" "}
        {t("lastContact")} <DateText on={kept.lastContactOn} look="date" />.
      </p>
      {client.heldSince ? (
        <Note tone="info">
          {t("held")}
          {client.heldWhy ? <p>{client.heldWhy}</p> : null}
        </Note>
      ) : null}
      {client.archivedAt ? null : (
        <ActionForm action={archiveAction} id="archive" className={`form ${styles.act}`}>
          <input type="hidden" name="clientId" value={client.id} />
          <input type="hidden" name="archived" value="yes" />
          <SubmitButton label={t("archive")} variant="default" size="sm" />
        </ActionForm>
      )}
      {clinician ? (
        <details>
          <summary>{t("hold")}</summary>
          <ActionForm action={holdAction} id="hold">
            <input type="hidden" name="clientId" value={client.id} />
            <CheckField
              name="held"
              label={t("holdLabel")}
              detail={t("holdHint")}
              defaultChecked={client.heldSince !== null}
            />
            <TextArea
              name="why"
              label={t("why")}
              hint={t("whyHint")}
              defaultValue={client.heldWhy ?? undefined}
              maxLength={500}
              optional
            />
            <SubmitButton label={t("save")} variant="default" size="sm" />
          </ActionForm>
        </details>
      ) : null}
      <p>
        <Link className={styles.link} href={`/practice/clients/${client.id}/loss`}>
          {l("link")}
        </Link>
      </p>
      {owner && kept.over && !kept.held ? (
        <p>
          <Link className={styles.link} href={`/practice/clients/${client.id}/delete`}>
            {t("delete")}
          </Link>
        </p>
      ) : null}
    </Card>
  );
}
