import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { Baby } from "@/components/figure/baby";
import { Avatar } from "@/components/ui/avatar";
import { Empty } from "@/components/ui/empty";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Age } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { ownFamily } from "@/lib/clients/own.read";
import styles from "../family.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("family.title"))("babies") };
}

async function Babies() {
  const actor = await pageActor("family", "/family/babies");
  const { babies } = await ownFamily(actor, {});
  const [only, another] = babies;
  if (only && !another) redirect(`/family/babies/${only.id}`);
  const t = await getTranslations("family");
  return (
    <div className={styles.page}>
      <h1>{t("title.babies")}</h1>
      {only ? null : (
        <Empty
          figure={<Baby title="" />}
          title={t("baby.none")}
          action={
            <LinkButton href="/find" variant="primary" size="lg">
              {t("today.find")}
            </LinkButton>
          }
        >
          {t("baby.noneText")}
        </Empty>
      )}
      <ul className={styles.items}>
        {babies.map((baby) => (
          <li key={baby.id} className={`card ${styles.item}`}>
            <Avatar name={baby.firstName} />
            <div className="grow">
              <h2>
                <Link className={styles.whole} href={`/family/babies/${baby.id}`}>
                  {baby.firstName}
                </Link>
              </h2>
              <p className="sm muted num">
                <Age {...baby.ages} />
              </p>
              <p className="sm muted">{baby.practice}</p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

export default familyPage(Babies);
