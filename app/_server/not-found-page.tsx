import { PublicShell } from "@/components/shell/public-shell";
import { buttonClass } from "@/components/ui/button-class";
import { getTranslations } from "@/i18n/words";

/** For addresses that no route answers. */
export async function UnknownAddressPage() {
  return (
    <PublicShell items={["find", "signIn"]} width="narrow">
      <NotFoundWords />
    </PublicShell>
  );
}

/** For a page that finds nothing. Next sends it along with every page of its area, so it has no shell of its own. */
export function NotFoundPage() {
  return (
    <main className="wrap wrap-narrow">
      <NotFoundWords />
    </main>
  );
}

/** What is said, for areas whose layout already has a shell; `home` is that area's first page. */
export async function NotFoundWords({ home }: { home?: string }) {
  const t = await getTranslations("edge.notFound");
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p className="measure">{t("body")}</p>
      <p className="wrap-row">
        <a className={buttonClass({ variant: "primary" })} href={home ?? "/"}>
          {t("home")}
        </a>
        {home ? null : (
          <a className={buttonClass({})} href="/find">
            {t("find")}
          </a>
        )}
      </p>
    </div>
  );
}
