import { getLocale } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { formatList } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import type { BabyOverview } from "@/lib/audit/overview.read";
import type { BabyHead } from "@/lib/clients/baby.read";
import styles from "./baby.module.css";

/** Who cares for the baby, how they are reached, and the doctor who sent them. */
export async function FamilyCard({
  baby,
  doctor,
}: {
  baby: BabyHead;
  doctor: BabyOverview["doctor"];
}) {
  const [t, locale] = [await getTranslations("record.overview"), await getLocale()];
  const { guardians } = baby;
  const phones = guardians.flatMap(({ phone }) => phone ?? []);
  return (
    <Card
      title={t("family")}
      action={<Link href={`/practice/clients/${baby.clientId}`}>{t("page")}</Link>}
    >
      <dl className={styles.facts}>
        <dt>{t("parents", { count: guardians.length })}</dt>
        <dd>
          {formatList(
            guardians.map(({ name }) => name),
            locale,
          )}
        </dd>
        <dt>{t("phone")}</dt>
        <dd className="num">
          {phones.length === 0 ? (
            <span className="muted">{t("noPhone")}</span>
          ) : (
            phones.map((phone) => (
              <a key={phone} href={`tel:${phone.replace(/[^+\d]/g, "")}`}>
                {phone}
              </a>
            ))
          )}
        </dd>
        <dt>{t("doctor")}</dt>
        <dd>
          {doctor ? (
            <Link href={`/practice/referrals/${doctor.id}`}>
              {[doctor.name, doctor.organisation].filter(Boolean).join(", ")}
            </Link>
          ) : (
            <span className="muted">{t("noDoctor")}</span>
          )}
        </dd>
      </dl>
    </Card>
  );
}
