import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { CheckField } from "@/components/ui/choice";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { ClientDetail } from "@/lib/clients/read";
import { mayConsentOn } from "@/lib/clients/rules";
import { saveApartAction } from "../actions";
import styles from "../clients.module.css";

export async function People({ client }: { client: ClientDetail }) {
  const [t, kin] = [await getTranslations("clients.one"), await getTranslations("clients.form")];
  const at = `/practice/clients/${client.id}/guardian`;
  return (
    <Card
      title={t("family")}
      action={
        <LinkButton href={at} size="sm">
          {t("addPerson")}
        </LinkButton>
      }
    >
      <ul className="list">
        {client.guardians.map((person) => (
          <li key={person.id} className={styles.person}>
            <h3>{person.name}</h3>
            {person.kin || person.relation ? (
              <p className="muted">
                {[person.kin && kin(`kin.${person.kin}`), person.relation]
                  .filter(Boolean)
                  .join(", ")}
              </p>
            ) : null}
            <Rights person={person} day={client.thisDay} />
            {person.email ? (
              <p>
                <a className={styles.link} href={`mailto:${person.email}`}>
                  {person.email}
                </a>
              </p>
            ) : null}
            {person.phone ? (
              <p>
                <a className={styles.link} href={`tel:${person.phone.replace(/[^\d+]/g, "")}`}>
                  {person.phone}
                </a>
              </p>
            ) : null}
            <p className="muted">{person.claimed ? t("hasAccount") : t("noAccount")}</p>
            <p>
              <Link className={styles.link} href={`${at}?person=${person.id}`}>
                {t("change")}
                <span className="sr"> {person.name}</span>
              </Link>
            </p>
          </li>
        ))}
      </ul>
      <ActionForm action={saveApartAction} id="apart">
        <input type="hidden" name="clientId" value={client.id} />
        <CheckField
          name="apart"
          label={t("apart")}
          detail={t("apartHint")}
          defaultChecked={client.apartSince !== null}
        />
        <SubmitButton label={t("apartSave")} variant="default" size="sm" />
      </ActionForm>
    </Card>
  );
}

type Person = ClientDetail["guardians"][number];

/** What this grown-up may do, in words; what nobody said is said to be so. */
async function Rights({ person, day }: { person: Person; day: string }) {
  const t = await getTranslations("clients.rights");
  const consents = mayConsentOn(person, day);
  const ran = person.mayConsent === "yes" && !consents;
  const responsible = person.responsibility;
  return (
    <div className="wrap-row">
      {responsible === "unsaid" ? null : <Tag>{t(`has.${responsible}`)}</Tag>}
      <Tag tone={consents ? "good" : ran ? "glow" : "neutral"}>
        {t(ran ? "can.ran" : `can.mayConsent_${person.mayConsent}`)}
      </Tag>
      <Tag tone={person.maySee === "yes" ? "good" : "neutral"}>
        {t(`can.maySee_${person.maySee}`)}
      </Tag>
      {person.mayAttend === "no" ? <Tag tone="glow">{t("can.mayAttend_no")}</Tag> : null}
    </div>
  );
}
