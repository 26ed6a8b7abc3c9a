import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { pageLink } from "@/app/_server/actor";
import { page } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { FillView } from "@/components/form-fill/fill-view";
import { PublicShell } from "@/components/shell/public-shell";
import { getTranslations } from "@/i18n/words";
import { MOST_BYTES } from "@/lib/documents/file.rules";
import { formFiles } from "@/lib/documents/form-file.read";
import { fillForm } from "@/lib/intake/fill.read";
import { builtinName, localeOf } from "@/lib/intake/words";
import {
  autosaveAction,
  confirmSectionAction,
  handInAction,
  saveSectionAction,
} from "../../actions";
import { viewOf } from "../../view";

type Props = {
  params: Promise<{ token: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("intake.fill");
  return { title: t("title"), robots: { index: false, follow: false } };
}

export default page(LinkedForm);

async function LinkedForm({ params, searchParams }: Props) {
  const [{ token, id }, search] = [await params, await searchParams];
  const holder = await pageLink(token, "forms");
  const form = await found(fillForm(holder, { assignmentId: id }));
  const files = await formFiles(holder, { assignmentId: id });
  const locale = await getLocale();
  // Behind a link no baby's name in the heading, which becomes the page's name in a history.
  const name = form.builtin ? builtinName(form.builtin, localeOf(locale)) : form.formName;
  const { data, lines } = viewOf(form, name, locale);
  const root = `/forms/${token}`;
  return (
    <PublicShell items={["signIn"]} width="narrow">
      <FillView
        data={data}
        lines={lines}
        actions={{
          save: saveSectionAction,
          autosave: autosaveAction,
          confirm: confirmSectionAction,
          send: handInAction,
        }}
        at={{ base: `${root}/${id}`, list: root, consents: `${root}/consents` }}
        link={token}
        part={typeof search.part === "string" ? search.part : undefined}
        edit={search.edit !== undefined}
        check={search.check !== undefined}
        parked={null}
        files={{
          known: files.items,
          send: `/api/forms/${token}`,
          download: null,
          mostBytes: MOST_BYTES,
        }}
        file={typeof search.file === "string" ? search.file : undefined}
        refused={typeof search.refused === "string" ? search.refused : undefined}
      />
    </PublicShell>
  );
}
