import { setRequestLocale } from "next-intl/server";
import { PublicShell } from "@/components/shell/public-shell";
import { ButtonLink } from "@/components/ui/button";
import { getTranslations } from "@/i18n/words";
import { localeOf } from "./read";

/** Unpublished and unknown look the same. */
export async function ProfileMissing() {
  setRequestLocale(localeOf(null));
  const t = await getTranslations("profile");
  return (
    <PublicShell items={["find", "refer", "signIn"]} width="mid" locale={null}>
      {/* The mark by which public-cache.js knows the status. */}
      <div className="stack" data-status="404">
        <h1>{t("notFoundTitle")}</h1>
        <p className="measure">{t("notFound")}</p>
        <p>
          <ButtonLink variant="primary" size="lg" href="/find">
            {t("findOther")}
          </ButtonLink>
        </p>
      </div>
    </PublicShell>
  );
}
