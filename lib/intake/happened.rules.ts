import { HAPPENINGS } from "@/lib/clients/schema";
import type { Definition, Question, Section } from "./schema";

// What our health check asks of the day. A form that kept one of these is such a check, whoever's words it has by now.
const OF_THE_DAY = new Set(["red_flags", "ill", "body", "you_well", "changes"]);
const WHAT = "changes";
const WHEN = "changes_when";

const isWhat = ({ record, type }: Question): boolean =>
  record === "happened" && (type === "some" || type === "one");
const isWhen = ({ record, type }: Question): boolean => record === "happened_on" && type === "date";
const all = ({ sections }: Definition): Question[] => sections.flatMap((one) => one.questions);

/**
 * What a health check lacks by which a doctor's okay ends: a diagnosis, a hospital stay and an operation to choose from
 * (`happened`), and the day of it (`happenedWhen`). lib/safety/standing.ts, newerThan.
 */
export function happenedLack(definition: Definition): "happened" | "happenedWhen" | null {
  const questions = all(definition);
  if (!questions.some(({ id }) => OF_THE_DAY.has(id))) return null;
  const what = questions.find(
    (one) =>
      isWhat(one) && HAPPENINGS.every((id) => one.options?.some((option) => option.id === id)),
  );
  if (!what) return "happened";
  const asked = questions.some(
    (one) =>
      isWhen(one) &&
      (!one.showWhen ||
        (one.showWhen.question === what.id &&
          HAPPENINGS.every((id) => one.showWhen?.is.includes(id)))),
  );
  return asked ? null : "happenedWhen";
}

/** The question as the practice has it, with every answer that the record knows. */
function whole(theirs: Question, ours: Question): Question {
  const had = theirs.options ?? [];
  const lost = (ours.options ?? []).filter(
    ({ id }) => HAPPENINGS.some((one) => one === id) && !had.some((one) => one.id === id),
  );
  const last = had.findIndex(({ id }) => id === "none");
  const at = last < 0 ? had.length : last;
  const meant = Object.fromEntries(
    lost.flatMap(({ id }) => (ours.effects?.[id] ? [[id, ours.effects[id]] as const] : [])),
  );
  return {
    ...theirs,
    record: "happened",
    options: [...had.slice(0, at), ...lost, ...had.slice(at)],
    effects: { ...meant, ...theirs.effects },
  };
}

/**
 * The form with both questions in it: the practice's own words where it kept them, ours for what is gone. `ours` is our
 * check in the practice's language.
 */
export function withHappened(
  definition: Definition,
  ours: Definition,
  newKey: () => string,
): Definition {
  const part = ours.sections.find(({ questions }) => questions.some(({ id }) => id === WHAT));
  const what = part?.questions.find(({ id }) => id === WHAT);
  const when = part?.questions.find(({ id }) => id === WHEN);
  if (!part || !what || !when) throw new Error("our health check asks what happened, and when");
  const had = all(definition);
  const choice = (one: Question) => one.id === WHAT && (one.type === "some" || one.type === "one");
  const theirs = had.find(isWhat) ?? had.find(choice);
  const day = had.find(isWhen) ?? had.find(({ id, type }) => id === WHEN && type === "date");
  const free = (id: string) => (had.some((one) => one.id === id) ? newKey() : id);
  const asked = theirs ? whole(theirs, what) : { ...what, id: free(WHAT) };
  const both: Question[] = [
    asked,
    {
      ...(day ?? { ...when, id: free(WHEN) }),
      record: "happened_on",
      showWhen: { question: asked.id, is: [...HAPPENINGS] },
    },
  ];
  const others = definition.sections.map((section) => ({
    ...section,
    questions: section.questions.filter(({ id }) => id !== day?.id),
  }));
  const into = (section: Section, at: number, instead: number): Section => ({
    ...section,
    questions: section.questions.toSpliced(at, instead, ...both),
  });
  if (theirs)
    return {
      ...definition,
      sections: others.map((section) => {
        const at = section.questions.findIndex(({ id }) => id === theirs.id);
        return at < 0 ? section : into(section, at, 1);
      }),
    };
  const home = others.findIndex(({ id, each }) => id === part.id && !each);
  const there = others[home];
  if (there) return { ...definition, sections: others.with(home, into(there, 0, 0)) };
  const id = others.some((one) => one.id === part.id) ? newKey() : part.id;
  return {
    ...definition,
    sections: [...others, { ...part, id, questions: both }],
  };
}
