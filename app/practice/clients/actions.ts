"use server";

import { action, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { saveHealth } from "@/lib/clients/health.write";
import { addClient, saveBaby, saveGuardian } from "@/lib/clients/staff.write";

const staff = () => actorIn("practice");
const there = ({ clientId }: { clientId: string }) => `/practice/clients/${clientId}`;
const optional = (form: FormData, name: string) => text(form, name) || undefined;

const person = (form: FormData) => ({
  name: text(form, "name"),
  email: text(form, "email"),
  phone: text(form, "phone"),
  relation: text(form, "relation"),
});
const baby = (form: FormData) => {
  const part = (name: string) => text(form, `baby.${name}`);
  return {
    firstName: part("firstName"),
    bornOn: {
      day: part("bornOn.day"),
      month: part("bornOn.month"),
      year: part("bornOn.year"),
    },
    born: { early: part("born.early"), weeks: part("born.weeks"), days: part("born.days") },
    ...(part("sex") && { sex: part("sex") }),
  };
};

export const addClientAction = action(addClient, {
  as: staff,
  input: (form) => ({ ...person(form), second: text(form, "second"), baby: baby(form) }),
  then: there,
});

export const saveGuardianAction = action(saveGuardian, {
  as: staff,
  input: (form) => ({
    ...person(form),
    clientId: text(form, "clientId"),
    guardianId: optional(form, "guardianId"),
    seen: optional(form, "seen"),
  }),
  then: there,
});

export const saveBabyAction = action(saveBaby, {
  as: staff,
  input: (form) => ({
    clientId: text(form, "clientId"),
    babyId: optional(form, "babyId"),
    seen: optional(form, "seen"),
    baby: baby(form),
  }),
  then: there,
});

export const saveHealthAction = action(saveHealth, {
  as: staff,
  input: (form) => ({
    babyId: text(form, "babyId"),
    seen: text(form, "seen"),
    allergies: text(form, "allergies"),
    conditions: text(form, "conditions"),
    takeCare: text(form, "takeCare"),
  }),
  then: there,
});
