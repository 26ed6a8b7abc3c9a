import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { visitor } from "@/app/_server/actor";
import { StrokeFigure } from "@/components/figure/stroke-figure";
import { PublicShell } from "@/components/shell/public-shell";
import { ButtonLink } from "@/components/ui/button";
import { Icon, type IconName } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import { isSetUp } from "@/lib/accounts/read";
import { find } from "@/lib/directory/read";
import { Finder } from "./finder";
import styles from "./home.module.css";
import { PractitionerCard } from "./practitioner-card";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("home");
  return { title: t("title"), description: t("description"), alternates: { canonical: "/" } };
}

export default async function Home() {
  const t = await getTranslations("home");
  const { cards, total } = await find(visitor, {});
  // An installation that nobody has used yet shows its first visitor the way in.
  if (total === 0 && !(await isSetUp(visitor, {}))) redirect("/setup");
  return (
    <PublicShell items={["find", "refer", "signIn"]}>
      <section className={styles.hero}>
        <div>
          <h1>{t("heading")}</h1>
          <p className={styles.lede}>{t("lede")}</p>
          <Finder />
          <p className={`muted sm ${styles.noAccount}`}>{t("noAccount")}</p>
        </div>
        <figure className={styles.stage}>
          <StrokeFigure stroke="chest" hands={false} className={styles.baby ?? ""} />
          <figcaption className={styles.caption}>
            <Ring />
            <span>
              <b>{t("stroke")}</b>
              <br />
              <span className="sm muted">{t("strokeText")}</span>
            </span>
          </figcaption>
        </figure>
      </section>
      <section aria-labelledby="next">
        <div className={styles.sectionHead}>
          <h2 id="next">{t("next")}</h2>
          {total > 0 ? <a href="/find">{t("all", { total })}</a> : null}
        </div>
        {cards.length > 0 ? (
          <div className={styles.cards}>
            {cards.slice(0, 3).map((card) => (
              <PractitionerCard key={card.slug} card={card} />
            ))}
          </div>
        ) : (
          <p className="muted">{t("nobody")}</p>
        )}
      </section>
      <Before />
      <section className={styles.two}>
        <div className="card">
          <h2>{t("doctors")}</h2>
          <p className="muted">{t("doctorsText")}</p>
          <ButtonLink size="lg" href="/refer">
            {t("refer")}
          </ButtonLink>
        </div>
        <div className="card">
          <h2>{t("practitioners")}</h2>
          <p className="muted">{t("practitionersText")}</p>
          <ButtonLink size="lg" href="/sign-in?next=%2Fpractice">
            {t("signIn")}
          </ButtonLink>
        </div>
      </section>
    </PublicShell>
  );
}

// What the source article puts before every massage.
const before: readonly [key: "feed" | "calm" | "hands" | "oil", icon: IconName][] = [
  ["feed", "milk"],
  ["calm", "eye"],
  ["hands", "hand"],
  ["oil", "droplet-off"],
];

async function Before() {
  const t = await getTranslations("home");
  return (
    <section aria-labelledby="before">
      <div className={styles.sectionHead}>
        <h2 id="before">{t("before")}</h2>
      </div>
      <ul className={styles.before}>
        {before.map(([key, icon]) => (
          <li key={key}>
            <Icon name={icon} />
            <h3>{t(key)}</h3>
            <p className="sm muted">{t(`${key}Text`)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A clock three quarters round: the step's time, as the player shows it. */
const Ring = () => (
  <svg className={styles.ring} viewBox="0 0 46 46" fill="none" aria-hidden="true">
    <circle cx="23" cy="23" r="19" stroke="var(--line)" strokeWidth="6" />
    <circle
      cx="23"
      cy="23"
      r="19"
      stroke="var(--glow)"
      strokeWidth="6"
      strokeDasharray="92 120"
      transform="rotate(-90 23 23)"
    />
  </svg>
);
