import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageLink } from "@/app/_server/actor";
import { page } from "@/app/_server/missing";
import { FormLinks } from "@/components/form-fill/form-links";
import { PublicShell } from "@/components/shell/public-shell";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { getTranslations } from "@/i18n/words";
import { consentsToSign } from "@/lib/intake/consent.read";
import { formsToFill } from "@/lib/intake/fill.read";
import { builtinName, localeOf } from "@/lib/intake/words";
import styles from "./list.module.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("intake.list");
  return { title: t("title"), robots: { index: false, follow: false } };
}

export default page(LinkedForms);

/** The forms of a guardian without an account: what is open for them, and their own consents. */
async function LinkedForms({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const holder = await pageLink(token, "forms");
  const all = await formsToFill(holder, {});
  const [{ open: unsigned, again } = { open: 0, again: 0 }] = await consentsToSign(holder, {});
  const [t, f, locale] = [
    await getTranslations("intake.list"),
    await getTranslations("intake.fill"),
    await getLocale(),
  ];
  const named = all.map((one) => ({
    ...one,
    name: one.builtin ? builtinName(one.builtin, localeOf(locale)) : one.form,
  }));
  const root = `/forms/${token}`;
  const open = named.filter((one) => one.status === "open");
  const done = named.filter((one) => one.status === "done");
  return (
    <PublicShell items={["signIn"]} width="narrow">
      <div className={styles.page}>
        <h1>{t("title")}</h1>
        <p className="muted measure">{f("linkNote")}</p>
        <h2>{t("open")}</h2>
        {open.length > 0 ? <FormLinks forms={open} root={root} /> : <p>{t("none")}</p>}
        <Card title={t("consents")}>
          <p className="sm muted">{t("consentsLead")}</p>
          {unsigned > 0 ? (
            <p>{t(again > 0 ? "consentsAgain" : "consentsOpen", { count: again || unsigned })}</p>
          ) : null}
          <p className={styles.act}>
            <LinkButton href={`${root}/consents`} size="lg">
              {t("consentsLink")}
            </LinkButton>
          </p>
        </Card>
        {done.length > 0 ? (
          <>
            <h2>{t("done")}</h2>
            <FormLinks forms={done} root={root} />
          </>
        ) : null}
      </div>
    </PublicShell>
  );
}
