"use server";

import { action, fieldsOf, readingForm, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { type FormState, keptValues } from "@/components/ui/form-state";
import type { Actor } from "@/lib/core/actor";
import type { Mail } from "@/lib/messaging/layout";
import { previewWords } from "@/lib/messaging/own-words.read";
import { dropWords, saveWords } from "@/lib/messaging/own-words.write";
import type { PreviewWords } from "@/lib/messaging/schema";
import { saveNotices, saveQuiet } from "@/lib/messaging/settings.write";

const staff = () => actorIn("practice");
const there = (form: FormData, done: string) =>
  `/practice/mail/${encodeURIComponent(text(form, "template"))}?locale=${encodeURIComponent(text(form, "locale"))}&done=${done}`;
const wordsOf = (form: FormData) => ({
  template: text(form, "template"),
  locale: text(form, "locale"),
  subject: text(form, "subject"),
  body: text(form, "body"),
});

export const saveNoticesAction = action(saveNotices, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: () => "/practice/mail?saved=1",
});

export const saveQuietAction = action(saveQuiet, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: () => "/practice/mail?saved=1",
});

const save = action(saveWords, {
  as: staff,
  input: (form) => ({ ...wordsOf(form), version: text(form, "version") }),
  then: (_, form) => there(form, "saved"),
});

// A look writes nothing, so it is a query that a form asks.
const look = (actor: Actor, typed: Parameters<typeof previewWords>[1]) =>
  previewWords(actor, typed);

const preview = action<typeof PreviewWords, Mail>(look, {
  as: staff,
  input: wordsOf,
  then: (mail, form): FormState => ({
    values: keptValues(form),
    facts: { subject: mail.subject, text: mail.text, html: mail.html },
  }),
});

/** One form, two buttons: a look at the words, or the words for good. */
export const wordsAction = readingForm(async (state, form) =>
  text(form, "do") === "preview" ? preview(state, form) : save(state, form),
);

export const dropWordsAction = action(dropWords, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: (_, form) => there(form, "dropped"),
});
