import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { getTranslations } from "@/i18n/words";
import { isOwner } from "@/lib/core/actor";
import type { Teacher } from "@/lib/practices/read";
import { placeList, serviceList } from "@/lib/practices/read";
import styles from "../_setup/setup.module.css";
import { SetupHead } from "../_setup/setup-head";
import { type Search, Whose, whose } from "../_setup/whose";
import { ServiceRow } from "./service-row";

type Props = { searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("services.setup");
  return { title: t("title.services") };
}

async function Services({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/services");
  const t = await getTranslations("services.list");
  const f = await getTranslations("staff_change.families");
  const l = await getTranslations("staff_change.links");
  const search = await searchParams;
  const { teachers, chosen } = await whose(actor, search);
  const all = chosen ? await serviceList(actor, { practitionerId: chosen.id }) : [];
  const shown = all.filter((one) => !one.archivedAt);
  const old = all.filter((one) => one.archivedAt);
  const add = chosen?.mayManage ? (
    <LinkButton
      variant="primary"
      href={`/practice/services/new?for=${chosen.id}`}
      icon={<Icon name="plus" />}
    >
      {t("add")}
    </LinkButton>
  ) : null;
  return (
    <div className={`page ${styles.page}`}>
      <SetupHead tab="services" search={search}>
        {shown.length > 0 ? add : null}
      </SetupHead>
      {chosen ? <Whose path="/practice/services" teachers={teachers} chosen={chosen} /> : null}
      {shown.length > 0 ? (
        <Card>
          <ol className={styles.rows}>
            {shown.map((service, i) => (
              <ServiceRow
                key={service.id}
                service={service}
                first={i === 0}
                last={i === shown.length - 1}
              />
            ))}
          </ol>
        </Card>
      ) : (
        <Nothing chosen={chosen} places={(await placeList(actor, {})).length}>
          {add}
        </Nothing>
      )}
      {old.length > 0 ? (
        <details className={styles.old}>
          <summary>{t("archived", { count: old.length })}</summary>
          <Card>
            <ul className={styles.rows}>
              {old.map((service) => (
                <ServiceRow key={service.id} service={service} />
              ))}
            </ul>
          </Card>
        </details>
      ) : null}
      <div className={styles.more}>
        {isOwner(actor) ? (
          <LinkButton href="/practice/services/families" icon={<Icon name="users" />}>
            {f("title")}
          </LinkButton>
        ) : null}
        <LinkButton href="/practice/services/links" icon={<Icon name="link" />}>
          {l("title")}
        </LinkButton>
      </div>
    </div>
  );
}

type NothingProps = { chosen: Teacher | null; places: number; children: React.ReactNode };

async function Nothing({ chosen, places, children }: NothingProps) {
  const t = await getTranslations("services.list");
  if (!chosen) return <Empty title={t("noTeacher")}>{t("noTeacherHint")}</Empty>;
  if (places === 0 && chosen.mayManage)
    return (
      <Empty title={t("empty")} action={<Link href="/practice/places/new">{t("placeFirst")}</Link>}>
        {t("placeFirstHint")}
      </Empty>
    );
  return (
    <Empty title={t("empty")} action={children}>
      {t("emptyHint")}
    </Empty>
  );
}

export default practicePage(Services);
