import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ByDay } from "@/components/audit-trail/by-day";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { Pager } from "@/components/ui/pager";
import { getTranslations } from "@/i18n/words";
import { ownAccess } from "@/lib/audit/access.read";
import { OfBaby } from "@/lib/audit/access.schema";
import styles from "../../../family.module.css";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("record.access"))("title") };
}

/** Everybody who opened the record of one's own baby, and when. */
async function WhoLooked({ params, searchParams }: Props) {
  const { id } = await params;
  const root = `/family/babies/${id}/access`;
  const actor = await pageActor("family", root);
  const { before } = OfBaby.pick({ before: true }).parse({ before: (await searchParams).before });
  const {
    firstName: name,
    practice,
    zone,
    items,
    next,
  } = await found(ownAccess(actor, { babyId: id, before }));
  const t = await getTranslations("record.access");
  return (
    <div className={styles.page}>
      <PageHead title={t("title")} detail={t("lead", { name, practice })} />
      <Card>
        {items.length === 0 ? (
          <p className="muted">{t("nobody", { name })}</p>
        ) : (
          <ByDay items={items} zone={zone} />
        )}
      </Card>
      <Pager previous={before ? root : null} next={next ? `${root}?before=${next}` : null} />
      <p className="sm muted">{t("ask", { practice })}</p>
      <p className="sm">
        <Link href={`/family/babies/${id}`}>{t("back", { name })}</Link>
      </p>
    </div>
  );
}

export default familyPage(WhoLooked);
