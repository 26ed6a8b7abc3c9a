import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import {
  autosaveAction,
  confirmSectionAction,
  handInAction,
  saveSectionAction,
} from "@/app/(public)/forms/actions";
import { viewOf } from "@/app/(public)/forms/view";
import { FillView } from "@/components/form-fill/fill-view";
import { getTranslations } from "@/i18n/words";
import type { Parent } from "@/lib/core/actor";
import { MOST_BYTES } from "@/lib/documents/file.rules";
import { formFiles } from "@/lib/documents/form-file.read";
import { fillForm } from "@/lib/intake/fill.read";
import { parkedDraft } from "@/lib/intake/parked.write";
import { builtinName, localeOf } from "@/lib/intake/words";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("intake.fill"))("title") };
}

async function OneForm({ params, searchParams }: Props) {
  const [{ id }, search] = [await params, await searchParams];
  const base = `/family/forms/${id}`;
  const part = typeof search.part === "string" ? search.part : undefined;
  const actor = await pageActor("family", part ? `${base}?part=${part}` : base);
  const form = await found(fillForm(actor, { assignmentId: id }));
  const files = await formFiles(actor, { assignmentId: id });
  const [t, locale] = [await getTranslations("intake.fill"), await getLocale()];
  const name = form.builtin ? builtinName(form.builtin, localeOf(locale)) : form.formName;
  const { data, lines } = viewOf(
    form,
    form.baby ? t("for", { form: name, name: form.baby }) : name,
    locale,
  );
  const parked = await typedBefore(actor, id, part);
  return (
    <FillView
      data={data}
      lines={lines}
      actions={{
        save: saveSectionAction,
        autosave: autosaveAction,
        confirm: confirmSectionAction,
        send: handInAction,
      }}
      at={{ base, list: "/family/forms", consents: `/family/forms/consents/${form.clientId}` }}
      link=""
      part={part}
      edit={search.edit !== undefined}
      check={search.check !== undefined}
      parked={parked}
      files={{
        known: files.items,
        send: "/api/forms/family",
        download: "/api/files/family",
        mostBytes: MOST_BYTES,
      }}
      file={typeof search.file === "string" ? search.file : undefined}
      refused={typeof search.refused === "string" ? search.refused : undefined}
    />
  );
}

/** What was typed into this very part before the session had ended, if this browser kept the way to it. */
async function typedBefore(actor: Parent, id: string, part: string | undefined) {
  const secret = (await cookies()).get("typed")?.value;
  if (!secret || !/^[\w-]{43}$/.test(secret)) return null;
  const parked = await parkedDraft(actor, { secret });
  return parked && parked.assignmentId === id && parked.section === part ? parked.fields : null;
}

export default familyPage(OneForm);
