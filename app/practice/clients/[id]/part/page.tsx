import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { BackLink } from "@/app/practice/_setup/back-link";
import { ActionForm } from "@/components/ui/action-form";
import { ChipCheck, ChoiceGroup } from "@/components/ui/choice";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { type PartFamilies, partFamilies } from "@/lib/clients/unmerge.write";
import { isClinician } from "@/lib/core/actor";
import styles from "../../clients.module.css";
import { partAction } from "../../keep-actions";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ merge?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clients.part"))("title") };
}

/** Two records that are parted again: what became known since the merge is sorted to the child that it is true of. */
async function Part({ params, searchParams }: Props) {
  const [{ id }, { merge }] = [await params, await searchParams];
  const path = `/practice/clients/${id}`;
  const actor = await pageActor("practice", `${path}/part`);
  if (!isClinician(actor) || typeof merge !== "string") notFound();
  const parting = await found(partFamilies(actor, { mergeId: merge }));
  const t = await getTranslations("clients.part");
  const { children, into, from } = parting;
  return (
    <div className="page">
      <BackLink href={path}>{t("back")}</BackLink>
      <PageHead title={t("title")} detail={t("lead", { into, from })} />
      <ActionForm action={partAction} className={`form ${styles.narrow}`}>
        <input type="hidden" name="mergeId" value={parting.mergeId} />
        <input type="hidden" name="seen" value={parting.seen} />
        {children.map((child) =>
          child.changes.map((change) => (
            <ChoiceGroup
              key={change.key}
              name={`side.${change.key}`}
              layout="chips"
              legend={<Changed change={change} firstName={child.firstName} />}
            >
              <ChipCheck value="into" label={t("of", { name: into })} />
              <ChipCheck value="from" label={t("of", { name: from })} />
              <ChipCheck value="both" label={t("both")} />
            </ChoiceGroup>
          )),
        )}
        <Note tone="info">{t("means")}</Note>
        <div className="wrap-row">
          <SubmitButton label={t("part")} />
          <LinkButton href={path} size="lg">
            {t("notNow")}
          </LinkButton>
        </div>
      </ActionForm>
    </div>
  );
}

type Child = PartFamilies["children"][number];

/** What was added or taken away, in words. */
async function Changed({
  change,
  firstName,
}: {
  change: Child["changes"][number];
  firstName: string;
}) {
  const t = await getTranslations("clients.part");
  const findings = await getTranslations("safety.findings");
  const care = await getTranslations("clients.care");
  const { fact, is } = change;
  const {
    since,
    until,
    parts = [],
  } = fact.field === "finding"
    ? fact.value
    : fact.field === "happened"
      ? { since: fact.value.on, until: undefined }
      : {};
  const words =
    fact.field === "finding"
      ? findings.has(fact.value.id as never)
        ? findings(fact.value.id as never)
        : fact.value.id.replaceAll("_", " ")
      : fact.field === "birthGrams"
        ? t("grams", { grams: fact.value })
        : fact.field === "allowed"
          ? `${fact.value.by}${fact.value.parts.length > 0 ? `: ${fact.value.parts.join(", ").replaceAll("_", " ")}` : ""}`
          : fact.field === "happened"
            ? care(`happenings.${fact.value.what}`)
            : fact.value;
  return (
    <>
      {t(`is.${is}`, { name: firstName, field: t(`field.${fact.field}`) })} <b>{words}</b>
      {parts.length > 0 ? ` (${parts.join(", ").replaceAll("_", " ")})` : null}
      {since ? (
        <>
          {" "}
          {t("since")} <DateText on={since} look="date" />
        </>
      ) : null}
      {until ? (
        <>
          {" "}
          {t("until")} <DateText on={until} look="date" />
        </>
      ) : null}
    </>
  );
}

export default practicePage(Part);
