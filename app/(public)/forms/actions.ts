"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import {
  action,
  type FormAction,
  notAForm,
  readingForm,
  refused,
  text,
} from "@/app/_server/action";
import { actorIn, visitor } from "@/app/_server/actor";
import { callerAddress } from "@/app/_server/caller";
import { assertSameOrigin } from "@/app/_server/origin";
import { say } from "@/app/_server/say";
import { keptValues } from "@/components/ui/form-state";
import { linkHolder } from "@/lib/accounts/links";
import { isSecure } from "@/lib/core/env";
import { Refusal } from "@/lib/core/refusal";
import { signConsents } from "@/lib/intake/consent.write";
import { confirmSection, handIn, saveSection } from "@/lib/intake/fill.write";
import { parkDraft } from "@/lib/intake/parked.write";
import { CONSENT_KINDS } from "@/lib/intake/schema";

const filler = (form: FormData) => {
  const link = text(form, "link");
  return link ? linkHolder(link, "forms") : actorIn("family");
};
const listOf = (form: FormData) => {
  const link = text(form, "link");
  return link ? `/forms/${encodeURIComponent(link)}` : "/family/forms";
};
const baseOf = (form: FormData) =>
  `${listOf(form)}/${encodeURIComponent(text(form, "assignmentId"))}`;

/** Typed answers by question; the three fields of a date come as one. */
function answersOf(form: FormData): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    if (!name.startsWith("q.")) continue;
    const [, id = "", part] = name.split(".");
    const given = form.getAll(name).filter((one) => typeof one === "string");
    if (part === undefined) values[id] = given.length > 1 ? given : given[0];
    else {
      const before = values[id];
      values[id] = { ...(typeof before === "object" ? before : {}), [part]: given[0] };
    }
  }
  return values;
}
const sectionInput = (form: FormData) => ({
  assignmentId: text(form, "assignmentId"),
  section: text(form, "section"),
  stamp: text(form, "stamp"),
  tab: text(form, "tab"),
  values: answersOf(form),
});

const sectionAt = (form: FormData) => `part=${encodeURIComponent(text(form, "section"))}`;
const partAfter = (form: FormData) =>
  `${baseOf(form)}?part=${encodeURIComponent(text(form, "next") || "review")}`;

const save = action(saveSection, {
  as: filler,
  input: sectionInput,
  then: (_, form) => {
    const go = text(form, "go");
    if (go === "leave") return listOf(form);
    // Without scripts a file is sent from a page of its own.
    const file = /^file:(\w+)$/.exec(go)?.[1];
    return file ? `${baseOf(form)}?${sectionAt(form)}&file=${file}` : partAfter(form);
  },
});

/** Saves one part. Signed out meanwhile: what was typed is kept sealed for an hour, and signing in leads back to it. */
export const saveSectionAction = readingForm(async (state, form) => {
  if (text(form, "link") || (await actorIn("family"))) return save(state, form);
  let secret: string;
  try {
    const head = await headers();
    assertSameOrigin(head);
    const typed = Object.entries(keptValues(form)).filter(([name]) => name.startsWith("q."));
    const draft = {
      assignmentId: text(form, "assignmentId"),
      section: text(form, "section"),
      fields: Object.fromEntries(typed),
    };
    ({ secret } = await parkDraft(visitor, draft as Parameters<typeof parkDraft>[1], {
      ip: callerAddress(head),
    }));
  } catch (error) {
    return refused(error, form);
  }
  (await cookies()).set("typed", secret, {
    ...{ httpOnly: true, sameSite: "lax", path: "/family/forms", secure: isSecure(), maxAge: 3600 },
  });
  const back = `${baseOf(form)}?${sectionAt(form)}`;
  redirect(`/sign-in?next=${encodeURIComponent(back)}`);
});

/** The same save by itself, while somebody types: never a new page, and a fault of a field waits for the button. */
export async function autosaveAction(form: FormData): Promise<{ stamp?: number; why?: string }> {
  if (!(form instanceof FormData)) return { why: (await notAForm()).message };
  try {
    const head = await headers();
    assertSameOrigin(head);
    const actor = await filler(form);
    if (!actor) return { why: await say({ key: "errors:unauthenticated" }) };
    const input = sectionInput(form) as Parameters<typeof saveSection>[1];
    const { stamp } = await saveSection(actor, input, { ip: callerAddress(head) });
    return { stamp };
  } catch (error) {
    if (error instanceof Refusal) return { why: await say(error.say) };
    return { why: (await refused(error)).message ?? "" };
  }
}

export const confirmSectionAction: FormAction = action(confirmSection, {
  as: filler,
  input: (form) => ({
    assignmentId: text(form, "assignmentId"),
    section: text(form, "section"),
  }),
  then: (_, form) => partAfter(form),
});

const send = action(handIn, {
  as: filler,
  input: (form) => ({ assignmentId: text(form, "assignmentId") }),
  then: (_, form) => baseOf(form),
});

/** Hands a form in; what is missing is shown where it is asked. */
export const handInAction = readingForm(async (state, form) => {
  const next = await send(state, form);
  const section = next.facts?.section;
  if (typeof section === "string")
    redirect(`${baseOf(form)}?part=${encodeURIComponent(section)}&check=1&edit=1`);
  return next;
});

const sign = (address: string, userAgent: string, locale: string) =>
  action(signConsents, {
    as: filler,
    input: (form) => ({
      clientId: text(form, "clientId"),
      // Every question of the page is answered, or said to be missing.
      answers: Object.fromEntries(
        CONSENT_KINDS.filter((kind) => form.getAll("kind").includes(kind)).map((kind) => [
          kind,
          text(form, `answers.${kind}`),
        ]),
      ),
      typedName: text(form, "typedName"),
      relation: text(form, "relation"),
      locale,
      shownHash: text(form, "shownHash"),
      from: { address, userAgent },
    }),
    then: (_, form) =>
      `${text(form, "link") ? `${listOf(form)}/consents` : `/family/forms/consents/${encodeURIComponent(text(form, "clientId"))}`}?signed=1`,
  });

/** Yes and no to questions of consent, under a typed name. */
export const signConsentsAction = readingForm(async (state, form) => {
  const head = await headers();
  const agent = (head.get("user-agent") ?? "").replace(/[^\x20-\x7e]/g, "").slice(0, 400);
  const address = head.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) ?? "";
  return sign(address, agent, await getLocale())(state, form);
});
