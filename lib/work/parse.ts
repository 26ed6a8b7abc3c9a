import type { z } from "zod";
import { type FieldRefusals, Refusal, type Say } from "@/lib/core/refusal";

/** The input as its schema knows it, or a refusal that names each field with a message key. */
export function parse<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const fields: FieldRefusals = {};
  for (const issue of parsed.error.issues) {
    const name = issue.path.join(".") || "form";
    const said = sayIssue(issue);
    const list = fields[name] ?? [];
    if (!list.some((say) => say.key === said.key)) fields[name] = [...list, said];
  }
  throw new Refusal("invalid", "errors:invalid", { fields });
}

function sayIssue(issue: z.core.$ZodIssue): Say {
  if (/^[\w-]+:[\w.]+$/.test(issue.message)) {
    return "maximum" in issue
      ? { key: issue.message, params: { max: Number(issue.maximum) } }
      : { key: issue.message };
  }
  if (issue.code === "too_big") return { key: "errors:tooLong" };
  if (issue.code === "unrecognized_keys") return { key: "errors:unexpected" };
  return { key: issue.code === "invalid_type" ? "errors:missing" : "errors:choose" };
}
