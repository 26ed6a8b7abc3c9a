"use server";

import { action, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { saveHealth } from "@/lib/clients/health.write";
import { addClient, saveApart, saveBaby, saveGuardian } from "@/lib/clients/staff.write";

const staff = () => actorIn("practice");
const there = ({ clientId }: { clientId: string }) => `/practice/clients/${clientId}`;
const optional = (form: FormData, name: string) => text(form, name) || undefined;

const person = (form: FormData) => ({
  name: text(form, "name"),
  email: text(form, "email"),
  phone: text(form, "phone"),
  kin: text(form, "kin"),
  relation: text(form, "relation"),
});
const rights = (form: FormData) => {
  const said = (name: string) => optional(form, name);
  return {
    responsibility: said("responsibility"),
    mayConsent: said("mayConsent"),
    mayAttend: said("mayAttend"),
    maySee: said("maySee"),
    fosterBy: text(form, "fosterBy"),
    fosterOn: text(form, "fosterOn"),
    fosterUntil: text(form, "fosterUntil"),
  };
};
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
    ...{ bornOf: part("bornOf"), birthOrder: part("birthOrder"), bornAt: part("bornAt") },
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
    ...rights(form),
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

const FINDING = "finding.";
/** Each ticked finding with its own fields; the others sent theirs as well, and say nothing. */
const findings = (form: FormData) =>
  Object.fromEntries(
    [...new Set(form.keys())]
      .filter((name) => name.startsWith(FINDING) && name.split(".").length === 2)
      .map((name) => [
        name.slice(FINDING.length),
        {
          parts: form.getAll(`${name}.parts`).filter((part) => typeof part === "string"),
          since: text(form, `${name}.since`),
          until: text(form, `${name}.until`),
        },
      ]),
  );

/** Who lifted each doctor's word and when, by its place in the list. */
const allowed = (form: FormData) =>
  Object.fromEntries(
    [...new Set(form.keys())].flatMap((name) => {
      const [, n] = /^allowed\.(\d{1,2})\.endedOn$/.exec(name) ?? [];
      return n === undefined
        ? []
        : [[n, { endedOn: text(form, name), endedBy: text(form, `allowed.${n}.endedBy`) }]];
    }),
  );

export const saveHealthAction = action(saveHealth, {
  as: staff,
  input: (form) => ({
    babyId: text(form, "babyId"),
    seen: text(form, "seen"),
    allergies: text(form, "allergies"),
    familyAllergies: text(form, "familyAllergies"),
    conditions: text(form, "conditions"),
    takeCare: text(form, "takeCare"),
    feeding: text(form, "feeding"),
    feedingTimes: text(form, "feedingTimes"),
    birthWeight: {
      kg: text(form, "birthWeight.kg"),
      lb: text(form, "birthWeight.lb"),
      oz: text(form, "birthWeight.oz"),
    },
    finding: findings(form),
    allowed: allowed(form),
    mistaken: form.getAll("mistaken").map(String),
  }),
  then: there,
});

export const saveApartAction = action(saveApart, {
  as: staff,
  input: (form) => ({ clientId: text(form, "clientId"), apart: optional(form, "apart") }),
  then: there,
});
