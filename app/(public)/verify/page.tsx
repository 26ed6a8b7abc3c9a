import type { Metadata } from "next";
import { headers } from "next/headers";
import { visitor } from "@/app/_server/actor";
import { callerAddress } from "@/app/_server/caller";
import { say } from "@/app/_server/say";
import { Credential } from "@/app/(cached)/p/[slug]/four-questions";
import { PublicShell } from "@/components/shell/public-shell";
import { buttonClass } from "@/components/ui/button-class";
import { Empty } from "@/components/ui/empty";
import { FieldError } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Note } from "@/components/ui/note";
import { getTranslations } from "@/i18n/words";
import { Refusal } from "@/lib/core/refusal";
import { checkCertificate } from "@/lib/directory/certificates.read";
import styles from "./verify.module.css";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const t = await getTranslations("verify");
  const asked = Object.keys(await searchParams).length > 0;
  return {
    title: t("title"),
    description: t("description"),
    alternates: { canonical: "/verify" },
    ...(asked && { robots: { index: false, follow: false } }),
  };
}

/** A plain form whose answer is an address: it works without JavaScript and can be sent to somebody. */
export default async function Verify({ searchParams }: Props) {
  const t = await getTranslations("verify");
  const { q } = await searchParams;
  const asked = typeof q === "string" ? q : undefined;
  const answer = asked === undefined ? null : await look(asked);
  return (
    <PublicShell items={["find", "refer", "signIn"]} current="verify" width="mid">
      <div className={styles.page}>
        <h1>{t("title")}</h1>
        <p className="lg muted">{t("lead")}</p>
        <search>
          <form className={styles.form} action="/verify">
            <div className="field">
              <label htmlFor="q">{t("label")}</label>
              <span className="hint" id="q-hint">
                {t("hint")}
              </span>
              <input
                className="input"
                id="q"
                name="q"
                defaultValue={asked}
                maxLength={80}
                autoComplete="off"
                enterKeyHint="search"
                aria-describedby={answer?.wrong ? "q-hint q-error" : "q-hint"}
                aria-invalid={answer?.wrong ? true : undefined}
              />
              {answer?.wrong ? <FieldError id="q-error">{answer.wrong}</FieldError> : null}
            </div>
            <button type="submit" className={buttonClass({ variant: "primary", size: "lg" })}>
              <Icon name="search" />
              {t("button")}
            </button>
          </form>
        </search>
        {answer?.people ? <Found people={answer.people} /> : null}
        <section>
          <h2>{t("meansTitle")}</h2>
          <ul className={styles.means}>
            {(["checked", "claimed", "expired", "revoked"] as const).map((state) => (
              <li key={state}>{t(`means.${state}`)}</li>
            ))}
          </ul>
        </section>
      </div>
    </PublicShell>
  );
}

type People = Awaited<ReturnType<typeof checkCertificate>>;

async function look(q: string): Promise<{ people?: People; wrong?: string }> {
  try {
    return { people: await checkCertificate(visitor, { q }, callerAddress(await headers())) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { wrong: await say(error.fields.q?.[0] ?? error.say) };
  }
}

async function Found({ people }: { people: People }) {
  const t = await getTranslations("verify");
  if (people.length === 0)
    return (
      <div role="status">
        <Empty title={t("nothing")}>{t("nothingText")}</Empty>
      </div>
    );
  return (
    <section aria-labelledby="found">
      <h2 id="found">{t("found", { count: people.length })}</h2>
      <ul className={styles.people}>
        {people.map((person) => (
          <li key={person.slug} className="card">
            <h3>{person.name}</h3>
            {person.area ? <p className="sm muted">{person.area}</p> : null}
            {person.credentials.length > 0 ? (
              <ul className={styles.papers}>
                {person.credentials.map((one) => (
                  <Credential key={`${one.kind} ${one.title} ${one.number}`} credential={one} />
                ))}
              </ul>
            ) : (
              <Note>{t("noPapers")}</Note>
            )}
            <p>
              <a className={styles.open} href={`/p/${person.slug}`}>
                {t("page", { name: person.name })}
              </a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
