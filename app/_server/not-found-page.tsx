import { getTranslations } from "next-intl/server";
import { PublicShell } from "@/components/shell/public-shell";
import { ButtonLink } from "@/components/ui/button";

/** The whole page, for addresses outside the signed-in areas. */
export async function NotFoundPage() {
  return (
    <PublicShell items={["find", "signIn"]} width="narrow">
      <NotFoundWords />
    </PublicShell>
  );
}

/** What is said, for areas whose layout already has a shell. */
export async function NotFoundWords() {
  const t = await getTranslations("edge.notFound");
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p className="measure">{t("body")}</p>
      <p className="wrap-row">
        <ButtonLink variant="primary" plain href="/">
          {t("home")}
        </ButtonLink>
        <ButtonLink plain href="/find">
          {t("find")}
        </ButtonLink>
      </p>
    </div>
  );
}
