import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { signConsentsAction } from "@/app/(public)/forms/actions";
import { consentsData } from "@/app/(public)/forms/consents";
import { ConsentsView } from "@/components/form-fill/consents-view";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import { consentPage } from "@/lib/intake/consent.read";
import styles from "../../../family.module.css";

type Props = {
  params: Promise<{ client: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("intake.consent"))("title") };
}

async function Consents({ params, searchParams }: Props) {
  const [{ client }, search] = [await params, await searchParams];
  const actor = await pageActor("family", `/family/forms/consents/${client}`);
  const page = await found(consentPage(actor, { clientId: client, locale: await getLocale() }));
  const [t, l] = [await getTranslations("intake.consent"), await getTranslations("intake.fill")];
  return (
    <div className={styles.page}>
      <p>
        <Link className={styles.back} href="/family/forms">
          <Icon name="arrow-left" /> {l("back")}
        </Link>
      </p>
      <ConsentsView
        data={consentsData(page)}
        action={signConsentsAction}
        link=""
        signed={search.signed !== undefined}
      />
      <p>
        <Link className={styles.back} href={`/family/forms/copies/${client}`}>
          {t("copiesLink")}
        </Link>
      </p>
    </div>
  );
}

export default familyPage(Consents);
