import { createHash } from "node:crypto";
import { newId } from "@/lib/core/id";
import { type DataKey, seal } from "@/lib/work/vault";
import type { Database } from "../client";
import * as t from "../schema";

type Of = {
  practiceId: string;
  clientId: string;
  babyId: string;
  guardianId: string;
  bookingId: string;
  dataKey: DataKey;
};
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** One form that a family has begun, an alert of it, and one consent. */
export async function makeForm(owner: Database, of: Of) {
  const { practiceId, clientId, babyId, guardianId, bookingId, dataKey } = of;
  const [formId, formVersionId, formAssignmentId, answersId, alertId] = [
    newId<"form">(),
    newId<"form_version">(),
    newId<"form_assignment">(),
    newId<"form_answers">(),
    newId<"form_alert">(),
  ];
  const definition = {
    sections: [
      {
        id: "one",
        title: "One",
        questions: [
          { id: "sleep", type: "short", label: "How does your baby sleep?", required: true },
        ],
      },
    ],
  };
  await owner.insert(t.forms).values({ practiceId, id: formId, name: "Form", draft: definition });
  await owner.insert(t.formVersions).values({
    ...{ practiceId, id: formVersionId, formId, number: 1, definition },
    ...{ sha256: sha256(JSON.stringify(definition)), publishedAt: new Date(0) },
  });
  await owner.insert(t.formAssignments).values({
    ...{ practiceId, id: formAssignmentId, clientId, formVersionId, babyId, bookingId },
    startedAt: new Date(0),
  });
  const answers = { table: "form_answers", column: "body", id: answersId, version: 1 };
  await owner.insert(t.formAnswers).values({
    ...{ practiceId, id: answersId, assignmentId: formAssignmentId, clientId },
    body: seal(dataKey, answers, JSON.stringify({ values: {}, stamps: {}, seen: [] })),
  });
  await owner.insert(t.formAlerts).values({
    ...{ practiceId, id: alertId, clientId, babyId, assignmentId: formAssignmentId, bookingId },
    body: seal(dataKey, { table: "form_alerts", column: "body", id: alertId }, '{"flags":[]}'),
    raisedAt: new Date(0),
  });
  const shown = "I agree to be taught.";
  const consentId = newId<"consent">();
  const signature = { typedName: "Parent", relation: "Parent", address: "", userAgent: "" };
  await owner.insert(t.consents).values({
    ...{ practiceId, id: consentId, clientId, guardianId, kind: "teaching", answer: "given" },
    ...{ textVersion: 1, locale: "en-GB", shown, textSha256: sha256(shown) },
    method: "account",
    signedAt: new Date(0),
    signature: seal(
      dataKey,
      { table: "consents", column: "signature", id: consentId },
      JSON.stringify(signature),
    ),
  });
  return { formId, formVersionId, formAssignmentId, alertId, consentId };
}
