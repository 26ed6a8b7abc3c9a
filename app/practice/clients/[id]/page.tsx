import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { Pager, turns } from "@/components/ui/pager";
import { getTranslations } from "@/i18n/words";
import { clientLessons } from "@/lib/booking/staff-one.read";
import { clientDetail } from "@/lib/clients/read";
import { babyTitle } from "@/lib/clients/rules";
import { isOwner } from "@/lib/core/actor";
import styles from "../clients.module.css";
import { Babies } from "./babies";
import { Copies } from "./copies";
import { Hints } from "./hints";
import { Keeping } from "./keeping";
import { Lessons } from "./lessons";
import { People } from "./people";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ done?: string; page?: string }>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("clients.one");
  return { title: t("title") };
}

async function Client({ params, searchParams }: Props) {
  const { id } = await params;
  const path = `/practice/clients/${id}`;
  const actor = await pageActor("practice", path);
  const client = await found(clientDetail(actor, { clientId: id }));
  // A record that was merged goes on in another, and so does whoever opens it.
  if (client.mergedInto) redirect(`/practice/clients/${client.mergedInto}`);
  const clinician = actor.role !== "front_desk";
  const { done, page } = await searchParams;
  const [t, lessons] = [
    await getTranslations("clients.one"),
    await clientLessons(actor, { clientId: client.id, page }),
  ];
  const messages = await getTranslations("mail_settings.log");
  const formWords = await getTranslations("intake.staff");
  const take = await getTranslations("documents.take");
  return (
    <div className="page">
      <PageHead
        title={babyTitle(client.babies.map((baby) => baby.firstName).join(" & "), client.name)}
        detail={client.guardians.map((person) => person.name).join(", ")}
      >
        <LinkButton
          href={`/practice/bookings/new?client=${client.id}`}
          variant="primary"
          icon={<Icon name="calendar-plus" />}
        >
          {t("book")}
        </LinkButton>
      </PageHead>
      <Hints client={client} clinician={clinician} done={done} />
      <div className={styles.columns}>
        <div>
          <Babies client={client} clinician={clinician} />
          <Card title={t("coming")}>
            <Lessons lessons={lessons.upcoming} zone={client.zone} empty={t("noneComing")} />
          </Card>
          <Card title={t("past")}>
            <Lessons lessons={lessons.past} zone={client.zone} empty={t("nonePast")} />
            <Pager {...turns(lessons, (n) => `${path}?page=${n}`)} of={t("past")} />
          </Card>
        </div>
        <div>
          <People client={client} />
          <Copies clientId={client.id} />
          <Card title={formWords("title")}>
            <Link className={styles.link} href={`/practice/clients/${client.id}/forms`}>
              {formWords("title")}
            </Link>
          </Card>
          <Card title={messages("title")}>
            <Link className={styles.link} href={`/practice/clients/${client.id}/messages`}>
              {messages("link")}
            </Link>
          </Card>
          {clinician ? (
            <Card title={take("familyTitle")}>
              <Link className={styles.link} href={`/practice/clients/${client.id}/export`}>
                {take("familyLink")}
              </Link>
            </Card>
          ) : null}
          <Keeping client={client} clinician={clinician} owner={isOwner(actor)} />
        </div>
      </div>
    </div>
  );
}

export default practicePage(Client);
