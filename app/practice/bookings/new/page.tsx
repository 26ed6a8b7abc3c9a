import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import { clientDetail } from "@/lib/clients/read";
import type { Staff } from "@/lib/core/actor";
import { serviceList } from "@/lib/practices/read";
import styles from "../booking.module.css";
import { type Asked, askedOf } from "./asked";
import { ChooseFamily } from "./choose-family";
import { ChooseService } from "./choose-service";
import { NewBookingForm } from "./form";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("practice.new");
  return { title: t("title") };
}

/** Three short steps, each an address of its own: who, which lesson, when. */
async function NewBooking({ searchParams }: Props) {
  const asked = askedOf(await searchParams);
  const actor = await pageActor("practice", "/practice/bookings/new");
  const t = await getTranslations("practice.new");
  return (
    <div className={`page ${styles.narrow}`}>
      <PageHead title={t("title")} />
      <Step actor={actor} asked={asked} />
    </div>
  );
}

async function Step({ actor, asked }: { actor: Staff; asked: Asked }) {
  if (!asked.client) return <ChooseFamily actor={actor} asked={asked} />;
  const client =
    asked.client === "new" ? null : await found(clientDetail(actor, { clientId: asked.client }));
  const all = await serviceList(actor, { taught: true });
  const theirs = all.filter((one) => one.practitionerId === asked.for);
  const services = theirs.length > 0 ? theirs : all;
  const service = services.find((one) => one.id === asked.service) ?? only(services);
  if (!service) return <ChooseService asked={asked} client={client} services={services} />;
  return (
    <NewBookingForm
      actor={actor}
      asked={asked}
      client={client}
      service={service}
      several={services.length > 1}
    />
  );
}

const only = <T,>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);

export default practicePage(NewBooking);
