import { Baby } from "@/components/figure/baby";
import { StrokeFigure } from "@/components/figure/stroke-figure";
import type { StepView } from "@/components/routine-player/player-props";
import { stepWords } from "@/components/routine-steps/step-words";
import { getTranslations } from "@/i18n/words";
import type { AdaptedStep } from "@/lib/routines/schema";

/** The hold of a baby whose chest or position is left out: the usual picture would show what is not done. */
async function PlainFigure({ step }: { step: AdaptedStep }) {
  const t = await getTranslations("figure");
  const onTummy = step.position === "tummy";
  return <Baby title={t(onTummy ? "prone" : "resting")} view={onTummy ? "back" : "front"} />;
}

const elsewhere = ({ adapted }: AdaptedStep): boolean =>
  adapted.includes("hold_elsewhere") || adapted.includes("other_position");

/** Words and pictures of each step, made on the server: the phone only shows one of them. */
export async function playerViews(
  steps: readonly AdaptedStep[],
  name: string,
): Promise<StepView[]> {
  const words = await stepWords(name);
  return steps.map((step, index) => {
    const said = words(step);
    const before = steps[index - 1];
    const sided = step.side === "left_then_right";
    const picture = (side?: "left" | "right") => (
      <StrokeFigure stroke={step.strokeKey} side={side} motion="loop" />
    );
    const [kept] = said.adapted.filter((_, i) => step.adapted[i] !== "shortened");
    return {
      title: said.title,
      how: step.adapted.includes("hold_elsewhere") && kept ? kept : said.how,
      cue: said.cue,
      note: step.note ?? null,
      position: said.position,
      turn: before && before.position !== step.position ? said.turn : null,
      sides: said.sides,
      sided,
      figure: elsewhere(step) ? (
        <PlainFigure step={step} />
      ) : sided ? (
        { left: picture("left"), right: picture("right") }
      ) : (
        picture()
      ),
    };
  });
}
