import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { getTranslations } from "@/i18n/words";
import { babyTitle } from "@/lib/clients/rules";
import { clientList } from "@/lib/clients/search.read";
import type { Staff } from "@/lib/core/actor";
import { type Asked, addressOf } from "./asked";
import styles from "./new.module.css";

export async function ChooseFamily({ actor, asked }: { actor: Staff; asked: Asked }) {
  const t = await getTranslations("practice.new");
  const { q, ...rest } = asked;
  const { items } = await clientList(actor, { q });
  return (
    <section className="stack" aria-labelledby="who">
      <h2 id="who">{t("family")}</h2>
      <form action="/practice/bookings/new" className={styles.search}>
        {Object.entries(rest).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <TextField name="q" label={t("search")} defaultValue={q} optional autoComplete="off" />
        <Button type="submit" size="lg" icon={<Icon name="search" />}>
          {t("find")}
        </Button>
      </form>
      <p>
        <LinkButton
          href={addressOf({ ...rest, client: "new" })}
          icon={<Icon name="user-plus" />}
          size="lg"
        >
          {t("newFamily")}
        </LinkButton>
      </p>
      {items.length > 0 ? (
        <ul className={`card list ${styles.list}`}>
          {items.map((item) => (
            <li key={item.id}>
              <Link href={addressOf({ ...rest, client: item.id })}>
                <b>{babyTitle(item.babies.map((baby) => baby.firstName).join(" & "), item.name)}</b>
                <span className="muted sm">
                  {item.guardians.map((person) => person.name).join(", ")}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <p className="muted">{q ? t("noMatch", { q }) : null}</p>
      )}
    </section>
  );
}
