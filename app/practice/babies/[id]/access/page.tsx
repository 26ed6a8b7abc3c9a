import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ByDay } from "@/components/audit-trail/by-day";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { Link } from "@/components/ui/link";
import { Pager } from "@/components/ui/pager";
import { getTranslations } from "@/i18n/words";
import { babyAccess } from "@/lib/audit/access.read";
import { OfBaby } from "@/lib/audit/access.schema";
import { babyOfPage } from "../baby";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("record.access"))("title") };
}

/** Who read and who changed this baby's record, for the owner of the practice. */
async function WhoLooked({ params, searchParams }: Props) {
  const { actor, baby } = await babyOfPage((await params).id);
  if (actor.role !== "owner") notFound();
  const { before } = OfBaby.pick({ before: true }).parse({ before: (await searchParams).before });
  const { items, zone, next } = await found(babyAccess(actor, { babyId: baby.id, before }));
  const t = await getTranslations("record.access");
  const root = `/practice/babies/${baby.id}/access`;
  return (
    <Card
      title={t("title")}
      action={<Link href={`/practice/audit?baby=${baby.id}`}>{t("inTrail")}</Link>}
    >
      <p className="sm muted">{t("owner", { name: baby.firstName })}</p>
      {items.length === 0 ? (
        <Empty title={t("nobody", { name: baby.firstName })} />
      ) : (
        <ByDay
          items={items.map((item) => ({ ...item, by: { ...item.by, you: false } }))}
          zone={zone}
        />
      )}
      <Pager previous={before ? root : null} next={next ? `${root}?before=${next}` : null} />
    </Card>
  );
}

export default practicePage(WhoLooked);
