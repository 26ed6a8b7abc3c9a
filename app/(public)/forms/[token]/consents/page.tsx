import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageLink } from "@/app/_server/actor";
import { page } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ConsentsView } from "@/components/form-fill/consents-view";
import { PublicShell } from "@/components/shell/public-shell";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import { linkConsentPage } from "@/lib/intake/consent.read";
import { signConsentsAction } from "../../actions";
import { consentsData } from "../../consents";

type Props = {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("intake.consent");
  return { title: t("title"), robots: { index: false, follow: false } };
}

export default page(LinkedConsents);

/** A guardian without an account reads and signs their own part. */
async function LinkedConsents({ params, searchParams }: Props) {
  const [{ token }, search] = [await params, await searchParams];
  const holder = await pageLink(token, "forms");
  const asked = await found(linkConsentPage(holder, { locale: await getLocale() }));
  const t = await getTranslations("intake.fill");
  return (
    <PublicShell items={["signIn"]} width="narrow">
      <div className="stack">
        <p>
          <Link href={`/forms/${token}`}>
            <Icon name="arrow-left" /> {t("back")}
          </Link>
        </p>
        <ConsentsView
          data={consentsData(asked)}
          action={signConsentsAction}
          link={token}
          signed={search.signed !== undefined}
        />
      </div>
    </PublicShell>
  );
}
