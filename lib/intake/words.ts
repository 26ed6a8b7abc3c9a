import { createHash } from "node:crypto";
import { createTranslator } from "use-intl/core";
import { isLocale, type Locale } from "@/i18n/locale";
import { keeper, messagesFor } from "@/i18n/messages";
import { CONSENT_VERSIONS } from "@/lib/clients/consent.rules";
import { env } from "@/lib/core/env";
import type { ConsentKind, Definition } from "./schema";

export const localeOf = (wished: string | null | undefined): Locale =>
  isLocale(wished) ? wished : env().DEFAULT_LOCALE;

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

type Translator = (key: string, values?: Record<string, string>) => string;
const kept = keeper<Translator>();

function translator(namespace: "intake_forms" | "consents", locale: Locale): Translator {
  return kept(`${locale} ${namespace}`, () => {
    const t = createTranslator({
      locale,
      messages: messagesFor(locale),
      namespace,
      timeZone: "UTC",
      // A missing word is a fault of ours, never a key in a form that somebody signs.
      onError: (error) => {
        throw error;
      },
    });
    return (key, values) => t(key as never, values as never);
  });
}

/** A form's questions in the reader's language: forms of ours hold keys, a practice's own hold its words. */
export function spoken(definition: Definition, locale: Locale): Definition {
  if (!definition.builtin) return definition;
  const t = translator("intake_forms", locale);
  return {
    ...definition,
    sections: definition.sections.map((section) => ({
      ...section,
      title: t(section.title),
      ...(section.intro && { intro: t(section.intro) }),
      questions: section.questions.map((question) => ({
        ...question,
        label: t(question.label),
        ...(question.hint && { hint: t(question.hint) }),
        ...(question.unit && { unit: t(question.unit) }),
        ...(question.options && {
          options: question.options.map(({ id, label }) => ({ id, label: t(label) })),
        }),
      })),
    })),
  };
}

/** The name of a form of ours. */
export const builtinName = (builtin: string, locale: Locale): string =>
  translator("intake_forms", locale)(`names.${builtin}`);

export type ConsentText = { kind: ConsentKind; version: number; title: string; text: string };

/** The exact words of one question of consent, as they are shown, kept and hashed. */
export function consentText(kind: ConsentKind, practice: string, locale: Locale): ConsentText {
  const t = translator("consents", locale);
  return {
    kind,
    version: CONSENT_VERSIONS[kind],
    title: t(`texts.${kind}.title`),
    text: t(`texts.${kind}.text`, { practice }),
  };
}

/** What a signature page shows, as one hash: signed words must be the words that were there. */
export const shownHash = (texts: readonly ConsentText[]): string =>
  sha256(texts.map(({ title, text }) => `${title}\n${text}`).join("\n\n"));
