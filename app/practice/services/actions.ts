"use server";

import { revalidatePath } from "next/cache";
import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { getTranslations } from "@/i18n/words";
import { archiveService, orderService, saveService } from "@/lib/practices/write";
import { refreshPublicPages } from "../_setup/public-pages";

const staff = () => actorIn("practice");
const list = (form: FormData, done: string) =>
  `/practice/services?for=${encodeURIComponent(text(form, "for") || text(form, "practitionerId"))}&done=${done}`;
const without = (form: FormData, ...names: string[]) =>
  Object.fromEntries(Object.entries(fieldsOf(form)).filter(([name]) => !names.includes(name)));

export const saveServiceAction = action(saveService, {
  as: staff,
  input: (form) => fieldsOf(form, ["reminderMinutes"]),
  then: async (_, form) => {
    await refreshPublicPages();
    return list(form, "saved");
  },
});

export const archiveServiceAction = action(archiveService, {
  as: staff,
  input: (form) => without(form, "for"),
  then: async (_, form) => {
    await refreshPublicPages();
    return list(form, text(form, "archived") === "true" ? "archived" : "restored");
  },
});

/** Stays where the reader is: somebody who moves a lesson often presses twice. */
export const orderServiceAction = action(orderService, {
  as: staff,
  input: (form) => without(form, "name"),
  then: async (_, form) => {
    await refreshPublicPages();
    revalidatePath("/practice/services");
    const t = await getTranslations("services.list");
    const [name, direction] = [text(form, "name"), text(form, "direction")];
    return { notice: t("moved", { name, direction }) };
  },
});
