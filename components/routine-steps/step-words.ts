import { getTranslations } from "@/i18n/words";
import { clockText } from "@/lib/routines/clock";
import type { AdaptedStep, RemovalReason, Step } from "@/lib/routines/schema";

/** Everything that is said about a step, with the baby's name in it. */
export async function stepWords(name: string) {
  const [r, s] = [await getTranslations("routines"), await getTranslations("strokes")];
  return (step: Step & { adapted?: AdaptedStep["adapted"] }) => {
    const part = s(`${step.strokeKey}.part`);
    const cue = { name, part, seconds: step.holdSeconds ?? 4 };
    return {
      title: s(`${step.strokeKey}.title`),
      short: s(`${step.strokeKey}.short`),
      how: s(`${step.strokeKey}.how`),
      cue: r(`cues.${step.cue}`, cue),
      position: r(`positions.${step.position}`),
      turn: r(`positions.turn.${step.position}`, { name }),
      side: r(`sides.${step.side}`),
      sides: { left: r("sides.left"), right: r("sides.right") },
      rounds: step.rounds
        ? r("stepRounds", { count: step.rounds, time: clockText(step.seconds) })
        : null,
      onlyIf: step.conditional ? r("conditional.if_enjoyed.note", { name }) : null,
      adapted: (step.adapted ?? []).map((how) => r(`adapted.${how}`, { name })),
    };
  };
}
export type StepWords = ReturnType<Awaited<ReturnType<typeof stepWords>>>;

/** Why a step is left out, in words: each reason once. */
export async function reasonWords() {
  const [r, s] = [await getTranslations("routines.removed"), await getTranslations("safety")];
  const word = (reason: RemovalReason): string => {
    switch (reason.kind) {
      case "finding":
        return r("finding", { finding: s(`findings.${reason.finding}`) });
      case "part":
        return r("part", { part: s(`parts.${reason.part}`) });
      case "move":
        return r("move", { move: r(`moves.${reason.move}`) });
      default:
        return r(reason.kind);
    }
  };
  // A named finding says more than the limits that follow from it.
  return (because: readonly RemovalReason[]): string[] => {
    const named = because.filter(({ kind }) => kind === "finding");
    return [...new Set((named.length > 0 ? named : because).map(word))];
  };
}
