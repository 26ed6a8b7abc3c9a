import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { adminPage } from "@/app/_server/missing";
import { ActionForm } from "@/components/ui/action-form";
import { Avatar } from "@/components/ui/avatar";
import { Card } from "@/components/ui/card";
import { ConfirmButton } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { formatDay } from "@/components/ui/format";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import { adminList } from "@/lib/accounts/admins.read";
import admin from "../admin.module.css";
import { giveUpAdminAction, nameAdminAction } from "./actions";
import styles from "./people.module.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.people");
  return { title: t("title") };
}

type Props = { searchParams: Promise<{ saved?: string }> };
type Administrator = Awaited<ReturnType<typeof adminList>>[number];

async function People({ searchParams }: Props) {
  const actor = await pageActor("admin", "/admin/people");
  const people = await adminList(actor, {});
  const t = await getTranslations("admin.people");
  return (
    <div className={admin.page}>
      <PageHead title={t("title")} detail={t("lead")} />
      {(await searchParams).saved === "named" ? (
        <Note tone="good" role="status">
          {t("named")}
        </Note>
      ) : null}
      <Card title={t("who")} className={styles.card}>
        <ul className="list">
          {people.map((person) => (
            <Row key={person.userId} person={person} last={people.length === 1} />
          ))}
        </ul>
      </Card>
      <Card title={t("name")} className={styles.card}>
        <ActionForm action={nameAdminAction} id="admin" className={`form ${styles.form}`}>
          <TextField
            name="email"
            type="email"
            label={t("email")}
            hint={t("emailHint")}
            autoComplete="off"
            inputMode="email"
            maxLength={254}
          />
          <SubmitButton label={t("nameThem")} busyLabel={t("saving")} />
        </ActionForm>
      </Card>
    </div>
  );
}

async function Row({ person, last }: { person: Administrator; last: boolean }) {
  const [t, locale] = [await getTranslations("admin.people"), await getLocale()];
  const { email, since, self } = person;
  const name = person.name ?? email;
  const day = since ? formatDay(since, { locale, zone: "UTC" }, "date") : "";
  return (
    <li className={styles.row}>
      <Avatar name={name} />
      <div className={styles.who}>
        <b>{name}</b> {self ? <Tag tone="brand">{t("you")}</Tag> : null}
        <p className="muted sm">
          {[person.name ? email : null, t("since", { day })].filter(Boolean).join(" · ")}
        </p>
        {self && last ? <p className="muted sm">{t("last")}</p> : null}
      </div>
      {self && !last ? (
        <ConfirmButton
          label={t("giveUp")}
          variant="quiet"
          title={t("giveUpTitle")}
          body={<p>{t("giveUpBody")}</p>}
          keepLabel={t("keep")}
        >
          <ActionForm action={giveUpAdminAction} id="give-up" className="">
            <SubmitButton label={t("giveUp")} busyLabel={t("saving")} variant="danger" />
          </ActionForm>
        </ConfirmButton>
      ) : null}
    </li>
  );
}

export default adminPage(People);
