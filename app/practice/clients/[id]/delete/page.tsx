import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { BackLink } from "@/app/practice/_setup/back-link";
import { ActionForm } from "@/components/ui/action-form";
import { TextField } from "@/components/ui/field";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { beforeErasing } from "@/lib/clients/retention.read";
import styles from "../../clients.module.css";
import { eraseAction } from "../../keep-actions";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clients.erase"))("title") };
}

/** The owner deletes a family whose time is over: the name is typed, so that no slip does it. */
async function Delete({ params }: Props) {
  const { id } = await params;
  const actor = await pageActor("practice", `/practice/clients/${id}/delete`);
  const kept = await found(beforeErasing(actor, { clientId: id }));
  if (!kept.over || kept.held) notFound();
  const t = await getTranslations("clients.erase");
  return (
    <div className={`page ${styles.narrow}`}>
      <BackLink href="/practice/clients/kept">{t("back")}</BackLink>
      <PageHead title={t("heading", { name: kept.name })} />
      <p>
        {t("over")} <DateText on={kept.until} look="date" />. {t("lastContact")}{" "}
        <DateText on={kept.lastContactOn} look="date" />.
      </p>
      <Note tone="bad">
        <p>{t("goes", { babies: kept.babies.join(", ") || "none" })}</p>
        <p>{t("stays")}</p>
        <p>
          <b>{t("forGood")}</b>
        </p>
      </Note>
      <ActionForm action={eraseAction}>
        <input type="hidden" name="clientId" value={id} />
        <TextField
          name="name"
          label={t("type", { name: kept.name })}
          autoComplete="off"
          maxLength={80}
        />
        <div className="wrap-row">
          <SubmitButton label={t("delete")} variant="danger" />
          <LinkButton href="/practice/clients/kept" size="lg">
            {t("keep")}
          </LinkButton>
        </div>
      </ActionForm>
    </div>
  );
}

export default practicePage(Delete);
