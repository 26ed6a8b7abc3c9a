import type { Metadata } from "next";
import { setRequestLocale } from "next-intl/server";
import { AwayNote } from "@/app/(public)/away-note";
import { PublicShell } from "@/components/shell/public-shell";
import { formatDay, formatList, initials } from "@/components/ui/format";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import { publicUrl } from "@/lib/core/env";
import type { PublicProfile } from "@/lib/directory/read";
import { BookingBar, BookingPanel } from "./booking-panel";
import { FourQuestions, Places, placeIcons } from "./four-questions";
import { ProfileMissing } from "./missing";
import styles from "./profile.module.css";
import { localeOf, profileOf } from "./read";
import { structuredData } from "./structured-data";

// Made when it is first asked for, and again when a booking changes its times (revalidatePath) or a minute has passed.
export const revalidate = 60;
export const generateStaticParams = () => [];

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const person = await profileOf((await params).slug);
  setRequestLocale(localeOf(person));
  const t = await getTranslations("profile");
  if (!person) return { title: t("notFoundTitle"), robots: { index: false, follow: false } };
  const { name, area, slug } = person;
  return {
    title: area ? t("title", { name, area }) : t("titleNoArea", { name }),
    description: person.headline ?? t("description", { name }),
    alternates: { canonical: `/p/${slug}` },
    ...(person.indexable ? {} : { robots: { index: false, follow: false } }),
  };
}

export default async function Profile({ params }: Props) {
  const person = await profileOf((await params).slug);
  if (!person) return <ProfileMissing />;
  const locale = localeOf(person);
  setRequestLocale(locale);
  const t = await getTranslations("profile");
  return (
    <PublicShell items={["find", "refer", "signIn"]} width="mid" locale={null}>
      <div className={styles.grid}>
        <div>
          <Head person={person} />
          <AwayNote slug={person.slug} />
          <Facts person={person} locale={locale} />
          <FourQuestions person={person} />
          <Places person={person} />
          <Practice person={person} />
        </div>
        <BookingPanel person={person} />
      </div>
      <BookingBar person={person} />
      <script type="application/ld+json">
        {JSON.stringify(structuredData(person, publicUrl(), t("kind"))).replaceAll("<", "\\u003c")}
      </script>
    </PublicShell>
  );
}

/** Who answers for a family's data is named before the family gives any (GDPR, article 13). */
async function Practice({ person }: { person: PublicProfile }) {
  const t = await getTranslations("profile");
  return (
    <p className={`sm muted ${styles.practice}`}>
      {t("practice", { practice: person.practice })} <a href="/privacy">{t("privacy")}</a>
    </p>
  );
}

async function Head({ person }: { person: PublicProfile }) {
  const t = await getTranslations("profile");
  return (
    <div className={styles.who}>
      <span className="avatar avatar-xl" aria-hidden="true">
        {initials(person.name)}
      </span>
      <div>
        <h1>{person.name}</h1>
        <p className="muted">
          {t("kind")}
          {person.letters ? `, ${person.letters}` : null}
          {person.area ? (
            <>
              <br />
              {person.area}
            </>
          ) : null}
        </p>
      </div>
    </div>
  );
}

async function Facts({ person, locale }: { person: PublicProfile; locale: string }) {
  const t = await getTranslations("profile");
  const checked = person.credentials.find(
    (one) => one.state === "checked" && (one.kind === "certificate" || one.kind === "licence"),
  );
  const where = { locale, zone: "UTC" };
  const seen = new Set<string>();
  const places = person.places.filter((place) => !seen.has(place.kind) && seen.add(place.kind));
  return (
    <>
      <div className={styles.facts}>
        {checked?.checkedOn ? (
          <Tag tone="good" icon="badge-check">
            {t("checkedOn", { day: formatDay(checked.checkedOn, where, "date") })}
          </Tag>
        ) : null}
        {places.map((place) => (
          <Tag key={place.kind} icon={placeIcons[place.kind]}>
            {place.kind === "home"
              ? place.radiusMiles
                ? t("homeVisitsWithin", { miles: place.radiusMiles })
                : t("homeVisits")
              : t(place.kind)}
          </Tag>
        ))}
        {person.languages.length > 0 ? (
          <Tag icon="languages">{formatList(person.languages, locale)}</Tag>
        ) : null}
        {person.pretermExperience ? <Tag icon="baby">{t("preterm")}</Tag> : null}
      </div>
      {person.headline ? <p className={styles.bio}>{person.headline}</p> : null}
    </>
  );
}
