import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { BackLink } from "@/app/practice/_setup/back-link";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { SelectField } from "@/components/ui/field";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { type Compared, compareFamilies } from "@/lib/clients/merge.write";
import { practiceFacts } from "@/lib/practices/read";
import styles from "../../clients.module.css";
import { mergeAction } from "../../keep-actions";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ with?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clients.same"))("title") };
}

/** Two records beside each other; which child of one is which of the other is said by a person. */
async function Same({ params, searchParams }: Props) {
  const [{ id }, { with: other }] = [await params, await searchParams];
  const path = `/practice/clients/${id}`;
  const actor = await pageActor("practice", `${path}/same`);
  if (typeof other !== "string") notFound();
  const { into, from } = await found(compareFamilies(actor, { intoId: id, fromId: other }));
  const { zone } = await practiceFacts(actor, {});
  const t = await getTranslations("clients.same");
  return (
    <div className="page">
      <BackLink href={path}>{t("back")}</BackLink>
      <PageHead title={t("title")} detail={t("lead")} />
      <div className={styles.side}>
        <Record title={t("stays")} record={into} zone={zone} />
        <Record title={t("joins")} record={from} zone={zone} />
      </div>
      <ActionForm action={mergeAction} className={`form ${styles.narrow}`}>
        <input type="hidden" name="intoId" value={into.id} />
        <input type="hidden" name="fromId" value={from.id} />
        {from.babies.map((baby) => (
          <SelectField
            key={baby.id}
            name={`same.${baby.id}`}
            label={t("which", { name: baby.firstName })}
            defaultValue={into.babies.find((one) => sameChild(one, baby))?.id ?? ""}
            optional
            options={[
              { value: "", label: t("another") },
              ...into.babies.map((one) => ({ value: one.id, label: one.firstName })),
            ]}
          />
        ))}
        <Note tone="info">{t("means")}</Note>
        <div className="wrap-row">
          <SubmitButton label={t("merge")} />
          <LinkButton href={path} size="lg">
            {t("notNow")}
          </LinkButton>
        </div>
      </ActionForm>
    </div>
  );
}

type Side = Compared["into"];
const sameChild = (a: Side["babies"][number], b: Side["babies"][number]): boolean =>
  a.bornOn === b.bornOn && a.firstName.toLowerCase() === b.firstName.toLowerCase();

async function Record({ title, record, zone }: { title: string; record: Side; zone: string }) {
  const t = await getTranslations("clients.same");
  return (
    <Card title={title}>
      <h3>{record.name}</h3>
      <p className="sm muted">
        {t("since")} <DateText on={record.since} zone={zone} look="date" />.{" "}
        {t("bookings", { count: record.bookings })}
      </p>
      <ul className={`${styles.record} list`}>
        {record.people.map((person) => (
          <li key={person.name}>
            {person.name}
            <span className="muted sm"> {t(`sees.${person.maySee}`)}</span>
          </li>
        ))}
        {record.babies.map((baby) => (
          <li key={baby.id}>
            {baby.firstName},{" "}
            <span className="muted">
              <DateText on={baby.bornOn} look="date" />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export default practicePage(Same);
