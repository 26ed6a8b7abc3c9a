import { Empty } from "@/components/ui/empty";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Money } from "@/components/ui/price";
import { getTranslations } from "@/i18n/words";
import type { ClientDetail } from "@/lib/clients/read";
import type { ServiceRow } from "@/lib/practices/read";
import { type Asked, addressOf } from "./asked";
import { Chosen } from "./chosen";
import styles from "./new.module.css";

export async function ChooseService({
  asked,
  client,
  services,
}: {
  asked: Asked;
  client: ClientDetail | null;
  services: readonly ServiceRow[];
}) {
  const [t, kinds] = [
    await getTranslations("practice.new"),
    await getTranslations("practice.placeKind"),
  ];
  const several = new Set(services.map((service) => service.practitionerId)).size > 1;
  return (
    <section className="stack" aria-labelledby="which">
      <Chosen asked={asked} client={client} />
      <h2 id="which">{t("service")}</h2>
      {services.length === 0 ? (
        <Empty
          title={t("noServices")}
          action={<LinkButton href="/practice/services">{t("addService")}</LinkButton>}
        />
      ) : (
        <ul className={`card list ${styles.list}`}>
          {services.map((service) => (
            <li key={service.id}>
              <Link href={addressOf({ ...asked, service: service.id })}>
                <b>{service.name}</b>
                <span className="muted sm">
                  {kinds(service.placeKind)}, {t("minutes", { minutes: service.durationMinutes })},{" "}
                  <Money minor={service.priceMinor} currency={service.currency} />
                  {several ? `, ${service.practitionerName}` : null}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
