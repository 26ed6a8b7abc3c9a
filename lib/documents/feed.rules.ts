import type { FeedDetail } from "./feed.schema";

/** "Okoye family" → "O."; "Ana Okoye" → "A. O."; at most three. */
export const initialsOf = (name: string): string =>
  name
    .replace(/\b(family|familie|famille)\b/giu, "")
    .split(/[\s-]+/u)
    .flatMap((part) => /\p{L}/u.exec(part)?.[0].toLocaleUpperCase() ?? [])
    .slice(0, 3)
    .map((letter) => `${letter}.`)
    .join(" ");

export type FeedWords = {
  busy: string;
  lesson: (values: { name: string }) => string;
  named: (values: { name: string; service: string }) => string;
};

/** The line that an outside calendar shows for a lesson. What is not a lesson is busy, whatever was chosen. */
export function feedSummary(
  lesson: { block: boolean; family: string | null; practitioner: string; service: string | null },
  detail: FeedDetail,
  words: FeedWords,
): string {
  if (detail === "busy" || lesson.block) return words.busy;
  // A parent reads of the practitioner, staff of the family.
  const name = lesson.family ?? lesson.practitioner;
  return detail === "initials"
    ? words.lesson({ name: initialsOf(name) })
    : words.named({ name, service: lesson.service ?? "" });
}
