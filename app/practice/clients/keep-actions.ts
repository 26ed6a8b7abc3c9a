"use server";

import { action, fieldsOf, text } from "@/app/_server/action";
import { actorIn } from "@/app/_server/actor";
import { getTranslations } from "@/i18n/words";
import { askForCopies } from "@/lib/clients/copies.write";
import { mergeClients, tellApart } from "@/lib/clients/merge.write";
import { archiveClient, eraseClient, holdClient, saveKeeping } from "@/lib/clients/retention.write";
import { undoMerge } from "@/lib/clients/unmerge.write";

const staff = () => actorIn("practice");
const there = ({ clientId }: { clientId: string }) => `/practice/clients/${clientId}`;

const SAME = "same.";
export const mergeAction = action(mergeClients, {
  as: staff,
  input: (form) => ({
    intoId: text(form, "intoId"),
    fromId: text(form, "fromId"),
    same: Object.fromEntries(
      [...new Set(form.keys())]
        .filter((name) => name.startsWith(SAME))
        .map((name) => [name.slice(SAME.length), text(form, name)]),
    ),
  }),
  then: (done) => `${there(done)}?done=merged`,
});

export const undoMergeAction = action(undoMerge, {
  as: staff,
  input: (form) => ({ mergeId: text(form, "mergeId") }),
  then: (done) =>
    done.toSort > 0 ? `${there(done)}/part?merge=${done.mergeId}` : `${there(done)}?done=parted`,
});

const SIDE = "side.";
export const partAction = action(undoMerge, {
  as: staff,
  input: (form) => ({
    mergeId: text(form, "mergeId"),
    seen: text(form, "seen"),
    sides: Object.fromEntries(
      [...new Set(form.keys())]
        .filter((name) => name.startsWith(SIDE))
        .map((name) => [name.slice(SIDE.length), text(form, name)]),
    ),
  }),
  then: (done) => `${there(done)}?done=parted`,
});

export const tellApartAction = action(tellApart, {
  as: staff,
  input: (form) => ({ intoId: text(form, "intoId"), fromId: text(form, "fromId") }),
  then: there,
});

export const archiveAction = action(archiveClient, {
  as: staff,
  input: (form) => ({ clientId: text(form, "clientId"), archived: text(form, "archived") }),
  then: (done, form) =>
    `${there(done)}?done=${text(form, "archived") === "yes" ? "archived" : "taken_out"}`,
});

export const holdAction = action(holdClient, {
  as: staff,
  input: (form) => ({
    clientId: text(form, "clientId"),
    held: text(form, "held") || undefined,
    why: text(form, "why"),
  }),
  then: there,
});

export const eraseAction = action(eraseClient, {
  as: staff,
  input: (form) => ({ clientId: text(form, "clientId"), name: text(form, "name") }),
  then: () => "/practice/clients/kept?done=deleted",
});

export const saveKeepingAction = action(saveKeeping, {
  as: staff,
  input: (form) => fieldsOf(form),
  then: async () => ({ notice: (await getTranslations("clients.keep"))("saved") }),
});

export const askCopiesAction = action(askForCopies, {
  as: staff,
  input: (form) => ({
    clientId: text(form, "clientId"),
    guardianId: text(form, "guardianId"),
    name: text(form, "name"),
    email: text(form, "email"),
  }),
  then: async () => ({ notice: (await getTranslations("change.copies"))("sent") }),
});
