import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { FormLinks } from "@/components/form-fill/form-links";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import { ownFamily } from "@/lib/clients/own.read";
import { consentsToSign } from "@/lib/intake/consent.read";
import { formsToFill, type ToFill } from "@/lib/intake/fill.read";
import { builtinName, localeOf } from "@/lib/intake/words";
import styles from "../family.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("intake.list"))("title") };
}

/** What is asked of the family, what it has answered, and what each grown-up agreed to. */
async function Forms() {
  const actor = await pageActor("family", "/family/forms");
  const [all, family] = [await formsToFill(actor, {}), await ownFamily(actor, {})];
  const [t, locale] = [await getTranslations("intake.list"), await getLocale()];
  const toSign = new Map((await consentsToSign(actor, {})).map((one) => [one.clientId, one]));
  const named = (one: ToFill) => ({
    ...one,
    name: one.builtin ? builtinName(one.builtin, localeOf(locale)) : one.form,
  });
  const open = all.filter((one) => one.status === "open").map(named);
  const done = all.filter((one) => one.status === "done").map(named);
  const records = new Map(
    [...family.babies, ...all].map((one) => [one.clientId, one.practice] as const),
  );
  return (
    <div className={styles.page}>
      <h1>{t("title")}</h1>
      <section className={styles.group} aria-labelledby="open">
        <h2 id="open">{t("open")}</h2>
        {open.length > 0 ? <FormLinks forms={open} root="/family/forms" /> : <p>{t("none")}</p>}
      </section>
      <Card title={t("consents")}>
        <p className="sm muted measure">{t("consentsLead")}</p>
        <ul className="list">
          {[...records].map(([clientId, practice]) => {
            const { open: unsigned = 0, again = 0 } = toSign.get(clientId) ?? {};
            return (
              <li key={clientId}>
                <Link className={styles.back} href={`/family/forms/consents/${clientId}`}>
                  {t(unsigned > 0 ? "consentsLink" : "consentsSee")}: {practice}
                </Link>
                {unsigned > 0 ? (
                  <p className="sm muted">
                    {t(again > 0 ? "consentsAgain" : "consentsOpen", { count: again || unsigned })}
                  </p>
                ) : null}
              </li>
            );
          })}
        </ul>
      </Card>
      {done.length > 0 ? (
        <section className={styles.group} aria-labelledby="done">
          <h2 id="done">{t("done")}</h2>
          <FormLinks forms={done} root="/family/forms" />
        </section>
      ) : null}
    </div>
  );
}

export default familyPage(Forms);
