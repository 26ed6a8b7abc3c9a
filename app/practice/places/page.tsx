import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { getTranslations } from "@/i18n/words";
import { isClinician } from "@/lib/core/actor";
import { placeList } from "@/lib/practices/read";
import { RowForm } from "../_setup/row-form";
import styles from "../_setup/setup.module.css";
import { SetupHead } from "../_setup/setup-head";
import type { Search } from "../_setup/whose";
import { archivePlaceAction } from "./actions";

type Props = { searchParams: Promise<Search> };
type Place = Awaited<ReturnType<typeof placeList>>[number];

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("services.setup");
  return { title: t("title.places") };
}

async function Places({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/places");
  const t = await getTranslations("services.places");
  const all = await placeList(actor, { archived: true });
  const [shown, old] = [all.filter((one) => !one.archivedAt), all.filter((one) => one.archivedAt)];
  const may = isClinician(actor);
  const add = may ? (
    <LinkButton variant="primary" href="/practice/places/new" icon={<Icon name="plus" />}>
      {t("add")}
    </LinkButton>
  ) : null;
  return (
    <div className={`page ${styles.page}`}>
      <SetupHead tab="places" search={await searchParams}>
        {shown.length > 0 ? add : null}
      </SetupHead>
      {shown.length > 0 ? (
        <Card>
          <ul className={styles.rows}>
            {shown.map((place) => (
              <PlaceRow key={place.id} place={place} may={may} />
            ))}
          </ul>
        </Card>
      ) : (
        <Empty title={t("empty")} action={add}>
          {t("emptyHint")}
        </Empty>
      )}
      {old.length > 0 ? (
        <details className={styles.old}>
          <summary>{t("archived", { count: old.length })}</summary>
          <Card>
            <ul className={styles.rows}>
              {old.map((place) => (
                <PlaceRow key={place.id} place={place} may={may} />
              ))}
            </ul>
          </Card>
        </details>
      ) : null}
    </div>
  );
}

const icons = {
  home: "house",
  studio: "map-pin",
  online: "video",
  hospital: "building-2",
} as const;

async function PlaceRow({ place, may }: { place: Place; may: boolean }) {
  const t = await getTranslations("services.places");
  const { id, kind, name, archivedAt } = place;
  const detail = [
    t(`kind.${kind}`),
    kind === "home" && place.radiusMiles ? t("within", { miles: place.radiusMiles }) : null,
    kind === "studio" || kind === "hospital" ? place.address : null,
    kind === "online" ? place.meetingUrl : place.postcode,
  ];
  return (
    <li className={styles.row}>
      <Icon name={icons[kind]} />
      <div className={styles.what}>
        <h2>{may && !archivedAt ? <Link href={`/practice/places/${id}`}>{name}</Link> : name}</h2>
        <p className="muted sm">{detail.filter(Boolean).join(" · ")}</p>
      </div>
      {may ? (
        <div className={styles.tools}>
          <RowForm
            action={archivePlaceAction}
            fields={{ placeId: id, archived: archivedAt ? "false" : "true" }}
            label={archivedAt ? t("restore") : t("archive")}
            about={name}
          />
        </div>
      ) : null}
    </li>
  );
}

export default practicePage(Places);
