import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { AnswerList } from "@/components/form-fill/answer-list";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { TextArea } from "@/components/ui/field";
import { formatDay } from "@/components/ui/format";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { formFiles } from "@/lib/documents/form-file.read";
import { type FormAnswersRead, formAnswersRead } from "@/lib/intake/staff.read";
import { builtinName, localeOf, spoken } from "@/lib/intake/words";
import { BackLink } from "../../../../_setup/back-link";
import setup from "../../../../_setup/setup.module.css";
import { acknowledgeAction } from "../actions";

type Props = {
  params: Promise<{ id: string; form: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("intake.answers"))("title") };
}

/** The answers of one form, with what somebody must decide before the lesson. A clinician's page; reading it is noted. */
async function Answers({ params, searchParams }: Props) {
  const [{ id, form }, { done }] = [await params, await searchParams];
  const actor = await pageActor("practice", `/practice/clients/${id}/forms/${form}`);
  const read = await found(formAnswersRead(actor, { assignmentId: form }));
  if (read.clientId !== id) notFound();
  const files = await formFiles(actor, { assignmentId: form });
  const [t, f, s, locale] = [
    await getTranslations("intake.answers"),
    await getTranslations("intake.flags"),
    await getTranslations("intake.staff"),
    await getLocale(),
  ];
  const { sections } = spoken(
    { ...(read.builtin && { builtin: read.builtin }), sections: read.sections },
    localeOf(locale),
  );
  const name = read.builtin ? builtinName(read.builtin, localeOf(locale)) : read.formName;
  const day = (at: Date) => formatDay(at, { locale, zone: read.zone }, "date");
  const mark = new Map(
    read.alerts.flatMap(({ flags }) => flags).map((one) => [one.question, f(one.flag)]),
  );
  return (
    <div className={`page ${setup.page}`}>
      <BackLink href={`/practice/clients/${id}/forms`}>{s("title")}</BackLink>
      <PageHead
        title={[name, read.baby].filter(Boolean).join(": ")}
        detail={
          read.doneAt
            ? t("lead", { name: read.by ?? read.practice, day: day(read.doneAt) })
            : t("notDone")
        }
      />
      <div role="status">{done === "decided" ? <Note tone="good">{t("saved")}</Note> : null}</div>
      {read.alerts.map((alert) => (
        <Alert key={alert.id} alert={alert} day={day} />
      ))}
      {sections.map((section) => (
        <Card key={section.id} title={section.title}>
          <AnswerList
            section={section}
            values={read.values}
            all={sections}
            mark={mark}
            files={{ known: files.items, download: "/api/files/practice" }}
          />
        </Card>
      ))}
      <p className="sm muted">{t("version", { n: read.number })}</p>
    </div>
  );
}

async function Alert({
  alert,
  day,
}: {
  alert: FormAnswersRead["alerts"][number];
  day: (at: Date) => string;
}) {
  const t = await getTranslations("intake.answers");
  if (alert.acknowledgedAt)
    return (
      <Note tone="good">
        <b>{t("decided", { name: alert.by ?? "", day: day(alert.acknowledgedAt) })}</b>
        <p>{alert.decision}</p>
      </Note>
    );
  return (
    <Card title={t("alert")}>
      <p>{t("alertLead", { count: alert.flags.length })}</p>
      <ActionForm action={acknowledgeAction} id="decide">
        <input type="hidden" name="alertId" value={alert.id} />
        <TextArea name="decision" label={t("decision")} hint={t("decisionHint")} maxLength={2000} />
        <SubmitButton label={t("save")} />
      </ActionForm>
    </Card>
  );
}

export default practicePage(Answers);
