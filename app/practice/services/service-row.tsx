import { getLocale } from "next-intl/server";
import { formatUnit } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Money } from "@/components/ui/price";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { ServiceRow as Service } from "@/lib/practices/read";
import { RowForm } from "../_setup/row-form";
import styles from "../_setup/setup.module.css";
import { archiveServiceAction, orderServiceAction } from "./actions";

type ServiceRowProps = {
  service: Service;
  first?: boolean | undefined;
  last?: boolean | undefined;
};

export async function ServiceRow({ service, first, last }: ServiceRowProps) {
  const [t, locale] = [await getTranslations("services.list"), await getLocale()];
  const { id, name, archivedAt, mayManage, priceMinor: minor, currency } = service;
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <h2>
          {mayManage && !archivedAt ? (
            <Link href={`/practice/services/${id}`}>{name}</Link>
          ) : (
            <span>{name}</span>
          )}
          {service.bookable ? null : <Tag icon="lock">{t("staffOnly")}</Tag>}
          {service.bookable && service.listing === "unlisted" ? <Tag>{t("unlisted")}</Tag> : null}
          {service.bookable && service.listing === "by_link" ? <Tag>{t("byLink")}</Tag> : null}
          {service.bookable && service.approval ? <Tag tone="info">{t("approval")}</Tag> : null}
        </h2>
        <p className="muted sm num">
          {`${formatUnit(service.durationMinutes, "minute", locale)} · ${service.placeName} · `}
          <Money minor={minor} currency={currency} />
          {buffersOf(service) ? ` · ${t("buffers", { minutes: buffersOf(service) })}` : null}
        </p>
      </div>
      {mayManage ? (
        <div className={styles.tools}>
          {archivedAt ? null : (
            <LinkButton
              variant="quiet"
              href={`/practice/services/${id}/why`}
              aria-label={t("whyAbout", { name })}
            >
              {t("why")}
            </LinkButton>
          )}
          <RowForm
            action={archiveServiceAction}
            fields={{
              serviceId: id,
              version: service.version,
              archived: archivedAt ? "false" : "true",
              for: service.practitionerId,
            }}
            label={archivedAt ? t("restore") : t("archive")}
            about={name}
          />
          {archivedAt ? null : (
            <span className={styles.order}>
              <Move service={service} direction="up" off={first} />
              <Move service={service} direction="down" off={last} />
            </span>
          )}
        </div>
      ) : null}
    </li>
  );
}

const buffersOf = (service: Service): number =>
  service.bufferBeforeMinutes + service.bufferAfterMinutes;

type MoveProps = { service: Service; direction: "up" | "down"; off: boolean | undefined };

async function Move({ service, direction, off }: MoveProps) {
  if (off) return <span className={styles.slot} />;
  const t = await getTranslations("services.list");
  return (
    <RowForm
      action={orderServiceAction}
      fields={{ serviceId: service.id, direction, name: service.name }}
      label={t(direction)}
      icon={<Icon name={direction === "up" ? "chevron-up" : "chevron-down"} />}
      square
      about={service.name}
    />
  );
}
