import { getLocale } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { formatDay } from "@/components/ui/format";
import { Icon, type IconName } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { Tag, type TagProps } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { OwnCredential } from "@/lib/credentials/read";
import setup from "../../_setup/setup.module.css";
import type { Search } from "../../_setup/whose";
import styles from "./credentials.module.css";

const looks: Record<OwnCredential["state"], { icon: IconName; tone: TagProps["tone"] }> = {
  checked: { icon: "badge-check", tone: "good" },
  claimed: { icon: "clock", tone: "neutral" },
  expired: { icon: "calendar-x", tone: "bad" },
  revoked: { icon: "circle-x", tone: "bad" },
};
const done = ["saved", "withdrawn"] as const;

type CredentialsCardProps = {
  practitionerId: string;
  credentials: readonly OwnCredential[];
  search: Search;
};

/** What a practitioner says of herself on paper, and how far it is known. */
export async function CredentialsCard({
  practitionerId,
  credentials,
  search,
}: CredentialsCardProps) {
  const t = await getTranslations("credentials");
  const add = (
    <LinkButton
      href={`/practice/profile/credentials/new?for=${practitionerId}`}
      icon={<Icon name="plus" />}
    >
      {t(credentials.length === 0 ? "addFirst" : "add")}
    </LinkButton>
  );
  const said = done.find((one) => one === search.credential);
  return (
    <Card
      id="credentials"
      title={t("heading")}
      action={credentials.length > 0 ? add : undefined}
      className={styles.card}
    >
      <div role="status" className={styles.said}>
        {said ? <Note tone="good">{t(`done.${said}`)}</Note> : null}
      </div>
      {credentials.length === 0 ? (
        <Empty title={t("empty")} action={add}>
          {t("emptyHint")}
        </Empty>
      ) : (
        <>
          <p className="muted sm">{t("lead")}</p>
          <ul className={setup.rows}>
            {credentials.map((one) => (
              <CredentialRow key={one.id} credential={one} />
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

async function CredentialRow({ credential }: { credential: OwnCredential }) {
  const [t, papers, reasons, locale] = [
    await getTranslations("credentials"),
    await getTranslations("profile.paper"),
    await getTranslations("admin.credentials.reasons"),
    await getLocale(),
  ];
  const { id, kind, title, issuer, number, expiresOn, state, checkedOn, reason } = credential;
  const day = (on: string) => formatDay(on, { locale, zone: "UTC" }, "date");
  const facts = [
    papers(kind),
    issuer,
    number ? t("numbered", { number }) : null,
    expiresOn ? t(state === "expired" ? "ranOut" : "validTo", { day: day(expiresOn) }) : null,
  ];
  const { icon, tone } = looks[state];
  return (
    <li className={setup.row}>
      <div className={setup.what}>
        <h3>
          <Link href={`/practice/profile/credentials/${id}`}>{title}</Link>
        </h3>
        <p className="muted sm">{facts.filter(Boolean).join(" · ")}</p>
        {state === "revoked" ? (
          <p className="sm">
            {reason ? t("because", { reason: reasons(reason) }) : t("turnedDown")}
          </p>
        ) : null}
        {state === "expired" ? <p className="sm">{t("renew")}</p> : null}
      </div>
      <div className={setup.tools}>
        {credential.endsSoon && expiresOn ? (
          <Tag tone="glow" icon="badge-alert">
            {t("endsSoon")}
          </Tag>
        ) : null}
        <Tag tone={tone} icon={icon}>
          {t(`states.${state}`, { day: checkedOn ? day(checkedOn) : "" })}
        </Tag>
      </div>
    </li>
  );
}
