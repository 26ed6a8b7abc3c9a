import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { Questions } from "@/components/form-fill/questions";
import { Card } from "@/components/ui/card";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import type { Staff } from "@/lib/core/actor";
import { formDetail, formVersion } from "@/lib/intake/forms.read";
import { builtinName, localeOf, spoken } from "@/lib/intake/words";
import { practiceFacts } from "@/lib/practices/read";
import { EMERGENCY_LINES } from "@/lib/safety/advice";
import { BackLink } from "../../../_setup/back-link";
import styles from "../../../_setup/setup.module.css";
import type { Search } from "../../../_setup/whose";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("intake.setup"))("preview") };
}

/** A form as a family sees it, or an older version of it, word for word. Nothing here is sent. */
async function Preview({ params, searchParams }: Props) {
  const [{ id }, { version }] = [await params, await searchParams];
  const actor = await pageActor("practice", `/practice/forms/${id}/preview`);
  const [form, practice] = [
    await found(readOne(actor, id, typeof version === "string" ? version : null)),
    await practiceFacts(actor, {}),
  ];
  const [t, s, locale] = [
    await getTranslations("intake.builder"),
    await getTranslations("intake.setup"),
    await getLocale(),
  ];
  const { sections } = spoken(form.definition, localeOf(locale));
  const lines = EMERGENCY_LINES[practice.country];
  const builtin = form.definition.builtin;
  return (
    <div className={`page ${styles.page}`}>
      <BackLink href={`/practice/forms/${id}`}>{t("back")}</BackLink>
      <PageHead
        title={builtin ? builtinName(builtin, localeOf(locale)) : form.name}
        detail={form.number ? s("version", { n: form.number }) : s("preview")}
      />
      {sections.map((section) => (
        <Card key={section.id} title={section.title}>
          {section.intro ? <p className="muted">{section.intro}</p> : null}
          <form>
            <Questions
              section={section}
              values={{}}
              files={null}
              lines={{
                practice: practice.name,
                urgent: lines?.urgent ?? null,
                emergency: lines?.emergency ?? null,
              }}
            />
          </form>
        </Card>
      ))}
    </div>
  );
}

async function readOne(actor: Staff, form: string, versionId: string | null) {
  if (versionId) return formVersion(actor, { versionId });
  const { name, definition } = await formDetail(actor, { form });
  return { name, definition, number: null };
}

export default practicePage(Preview);
