import type { ContentField, NoteContent } from "@/lib/notes/schema";
import type { EditorWords } from "./model";

type Named = Omit<EditorWords, "copied">;

export function fieldLabel(field: ContentField, words: Named): string {
  const plain: Partial<Record<ContentField, string | undefined>> = {
    ...{
      cues: words.cues,
      cuesOther: words.cuesOther,
      strokes: words.taught,
      taught: words.taught,
    },
    ...{ position: words.position, oil: words.oil, minutes: words.minutes },
    ...{ skinBefore: words.skinBefore, skinAfter: words.skinAfter, present: words.present },
    ...{ presentOther: words.presentOther, goals: words.goals, told: words.told },
    ...{ went: words.went, plan: words.plan, planWords: words.planWords, checks: words.checks },
    ...{ free: words.free, incident: words.incident },
  };
  return plain[field] ?? words.stateAt[field] ?? words.soap[field] ?? field;
}

/** A field's value in words. */
export function shown(field: ContentField, value: NoteContent[ContentField], words: Named): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((one) => listed(field, one, words)).join(", ");
  const text = String(value);
  if (field.startsWith("state")) return words.states[text] ?? text;
  if (field.startsWith("skin")) return words.skin[text] ?? text;
  return field === "position" ? (words.positions[text] ?? text) : text;
}

function listed(field: ContentField, one: string, words: Named): string {
  const [key = "", how = ""] = one.split(":");
  if (field === "taught") return `${words.strokeNames[key] ?? key}: ${words.taughtAs[how] ?? how}`;
  if (field === "goals") return `${words.goalNames[key] ?? key}: ${words.levels[how] ?? how}`;
  const names = {
    cues: words.cueNames,
    strokes: words.strokeNames,
    plan: words.plans,
    checks: words.checkNames,
  }[field as string];
  return names?.[one] ?? one;
}
