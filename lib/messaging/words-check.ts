import { Refusal, type Say } from "@/lib/core/refusal";
import { type OwnWords, problemIn, subjectVariables, type Variable, variables } from "./own-words";

/** Refuses words that could not be filled in, at their field. */
export function assertWords({ subject, body }: OwnWords): void {
  const fields = {
    ...at("subject", subject, subjectVariables),
    ...at("body", body, variables),
  };
  if (Object.keys(fields).length > 0) throw new Refusal("invalid", "errors:invalid", { fields });
}

function at(field: string, text: string, allowed: readonly Variable[]): Record<string, Say[]> {
  const problem = problemIn(text, allowed);
  if (!problem) return {};
  if (problem.is === "brace") return { [field]: [{ key: "mail_settings:errors.brace" }] };
  const names = problem.names.map((name) => `{${name.slice(0, 40)}}`).join(", ");
  const elsewhere = problem.names.every((name) => variables.some((known) => known === name));
  const key = elsewhere ? "mail_settings:errors.notInSubject" : "mail_settings:errors.unknown";
  return { [field]: [{ key, params: { names } }] };
}
