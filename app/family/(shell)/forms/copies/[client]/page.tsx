import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { SignedCopies } from "@/components/form-fill/signed-copies";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import { ownSigned } from "@/lib/intake/consent.read";
import styles from "../../../family.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("intake.consent"))("copies") };
}

/** Everything this grown-up ever signed, word for word, to keep on paper. */
async function Copies({ params }: { params: Promise<{ client: string }> }) {
  const { client } = await params;
  const base = `/family/forms/consents/${client}`;
  const actor = await pageActor("family", `/family/forms/copies/${client}`);
  const { copies, zone } = await found(ownSigned(actor, { clientId: client }));
  const [t, l] = [await getTranslations("intake.consent"), await getTranslations("intake.fill")];
  return (
    <div className={styles.page}>
      <p>
        <Link className={styles.back} href={base}>
          <Icon name="arrow-left" /> {l("back")}
        </Link>
      </p>
      <h1>{t("copies")}</h1>
      {copies.length > 0 ? (
        <SignedCopies copies={copies} zone={zone ?? "UTC"} />
      ) : (
        <p>{t("none")}</p>
      )}
    </div>
  );
}

export default familyPage(Copies);
