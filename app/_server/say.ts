import { getTranslations } from "@/i18n/words";
import type { FieldRefusals, Say } from "@/lib/core/refusal";

/** A message key, "namespace:key", in the reader's language. */
export async function say({ key, params }: Say): Promise<string> {
  const [namespace = "errors", path = "broken"] = key.split(":");
  const t = await getTranslations(namespace);
  return t(path, params ?? {});
}

export async function sayFields(fields: FieldRefusals): Promise<Record<string, string[]>> {
  const said = await Promise.all(
    Object.entries(fields).map(
      async ([name, list]) => [name, await Promise.all(list.map(say))] as const,
    ),
  );
  return Object.fromEntries(said);
}
