import { briefText } from "../format";
import { asText, shortName } from "../sms";
import type { Words } from "../words";
import type { LessonFacts } from "./lesson";

export type TextKind = "booked" | "moved" | "cancelled" | "reminder" | "followUp";

/** A text message about a lesson: who, when, the link, and how to end texts. At most two segments. */
export function lessonText(
  words: Words,
  kind: TextKind,
  facts: LessonFacts,
  link: string | null,
): string {
  const { t } = words;
  const name = shortName(facts.practitionerName) ?? t("brand");
  const said = t(`text.${kind}`, { name, when: briefText(words, facts) });
  return asText([said, ...(link ? [link] : []), t("text.stop")].join(" "));
}
