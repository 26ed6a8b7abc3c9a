import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import type { ClientDetail } from "@/lib/clients/read";
import styles from "../clients.module.css";

export async function People({ client }: { client: ClientDetail }) {
  const t = await getTranslations("clients.one");
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
            {person.relation ? <p className="muted">{person.relation}</p> : null}
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
    </Card>
  );
}
