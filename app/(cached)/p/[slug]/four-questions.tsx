import { getLocale } from "next-intl/server";
import { formatDay } from "@/components/ui/format";
import { Icon, type IconName } from "@/components/ui/icon";
import { Tag, type TagProps } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { PublicProfile } from "@/lib/directory/read";
import styles from "./profile.module.css";

const saysNone = /^(none|no|nothing|n\/a)\.?$/i;

/** What the parents' guide tells them to ask, each with its own answer; an answer of "none" is shown as such. */
export async function FourQuestions({ person }: { person: PublicProfile }) {
  const t = await getTranslations("profile");
  const told = (text: string | null) => (
    <p className={styles.told}>{!text?.trim() || saysNone.test(text.trim()) ? t("none") : text}</p>
  );
  return (
    <section aria-labelledby="ask">
      <h2 id="ask" className={styles.sectionHead}>
        {t("ask")}
      </h2>
      <p className="muted sm">{t("askLead")}</p>
      <dl className={styles.ask}>
        <div>
          <dt>{t("coursesOfStudy")}</dt>
          <dd>{told(person.coursesOfStudy)}</dd>
        </div>
        <div>
          <dt>{t("certification")}</dt>
          <dd>
            {told(person.certification)}
            {person.credentials.length > 0 ? (
              <ul className={styles.papers}>
                {person.credentials.map((one) => (
                  <Credential key={`${one.kind} ${one.title} ${one.expiresOn}`} credential={one} />
                ))}
              </ul>
            ) : null}
          </dd>
        </div>
        <div>
          <dt>{t("experience")}</dt>
          <dd>{told(person.experience)}</dd>
        </div>
        <div>
          <dt>{t("doctorReferrals")}</dt>
          <dd>
            {told(person.doctorReferrals)}
            {person.acceptsReferrals && person.accepting ? (
              <p>
                {t("accepts")}
                <br />
                <a className={styles.refer} href={`/refer/${person.slug}`}>
                  {t("refer")}
                </a>
              </p>
            ) : null}
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** Rooms with their addresses, homes with how far she or he comes. */
export async function Places({ person }: { person: PublicProfile }) {
  const t = await getTranslations("profile");
  if (person.places.length === 0) return null;
  return (
    <section aria-labelledby="where">
      <h2 id="where" className={styles.sectionHead}>
        {t("places")}
      </h2>
      <ul className={styles.places}>
        {person.places.map((place) => (
          <li key={`${place.kind} ${place.name}`}>
            <Icon name={placeIcons[place.kind]} />
            <span>
              <b>
                {place.kind === "home"
                  ? place.radiusMiles
                    ? t("homeVisitsWithin", { miles: place.radiusMiles })
                    : t("homeVisits")
                  : place.kind === "online"
                    ? t("online")
                    : place.name}
              </b>
              {place.address ? (
                <>
                  <br />
                  {place.address}
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export const placeIcons = {
  home: "house",
  studio: "map-pin",
  online: "video",
  hospital: "building-2",
} as const;

const looks: Record<
  PublicProfile["credentials"][number]["state"],
  { icon: IconName; tone: TagProps["tone"] }
> = {
  checked: { icon: "badge-check", tone: "good" },
  claimed: { icon: "file-text", tone: "neutral" },
  expired: { icon: "calendar-x", tone: "bad" },
  revoked: { icon: "circle-x", tone: "bad" },
};

/** One paper and how far it is known. Words carry the state, the colour only repeats it. */
export async function Credential({
  credential,
}: {
  credential: PublicProfile["credentials"][number];
}) {
  const [t, locale] = [await getTranslations("profile"), await getLocale()];
  const day = (on: string) => formatDay(on, { locale, zone: "UTC" }, "date");
  const { title, issuer, number, expiresOn, state, checkedOn, kind } = credential;
  const facts = [
    t("credential", { title, issuer }),
    ...(number ? [t("number", { number })] : []),
    ...(expiresOn ? [t(state === "expired" ? "ranOut" : "validTo", { day: day(expiresOn) })] : []),
  ];
  const { icon, tone } = looks[state];
  return (
    <li>
      <span>
        <b>{t(`paper.${kind}`)}</b>
        <br />
        {facts.join(", ")}
      </span>
      <Tag tone={tone} icon={icon}>
        {t(`state.${state}`, { day: checkedOn ? day(checkedOn) : "" })}
      </Tag>
    </li>
  );
}
