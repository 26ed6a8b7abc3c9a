import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { ActionForm } from "@/components/ui/action-form";
import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import { ownLesson } from "@/lib/booking/own.read";
import { ownCopies } from "@/lib/clients/copies.write";
import styles from "../../../family.module.css";
import { askCopiesAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("change.copies"))("title") };
}

/** Who of the family gets mail about its lessons, and a question to another parent, which only they answer. */
async function Copies({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const base = `/family/lessons/${id}`;
  const actor = await pageActor("family", `${base}/copies`);
  const { clientId } = await found(ownLesson(actor, { bookingId: id }));
  const people = await found(ownCopies(actor, { clientId }));
  const t = await getTranslations("change.copies");
  return (
    <div className={styles.page}>
      <p>
        <Link className={styles.back} href={base}>
          <Icon name="arrow-left" /> {t("back")}
        </Link>
      </p>
      <h1>{t("who")}</h1>
      <p className="muted measure">{t("whoLead")}</p>
      <ul className="card list">
        {people.map((person) => (
          <li key={person.id} className="wrap-row">
            <span className="grow">
              <b>{person.name}</b>
              {person.email ? <span className="muted sm"> {person.email}</span> : null}
            </span>
            <Tag tone={person.state === "asked" || person.state === "none" ? "neutral" : "good"}>
              {t(`state.${person.state}`)}
            </Tag>
          </li>
        ))}
      </ul>
      <section className="card stack">
        <h2>{t("ask")}</h2>
        <ActionForm action={askCopiesAction} id="ask" clearWhenDone>
          <input type="hidden" name="clientId" value={clientId} />
          <input
            type="hidden"
            name="guardianId"
            value={people.find(({ state }) => state === "none")?.id ?? ""}
          />
          <TextField
            name="name"
            label={t("name")}
            maxLength={80}
            autoComplete="off"
            defaultValue={people.find(({ state }) => state === "none")?.name}
          />
          <TextField
            name="email"
            type="email"
            label={t("email")}
            hint={t("emailHint")}
            autoComplete="off"
            maxLength={254}
          />
          <SubmitButton label={t("submit")} />
        </ActionForm>
      </section>
    </div>
  );
}

export default familyPage(Copies);
