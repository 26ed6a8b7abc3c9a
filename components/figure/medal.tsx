import { Baby, type Skin } from "./baby";
import { type DrawingKey, type Stroke, strokes } from "./strokes";

export type MedalProps = {
  stroke: DrawingKey;
  size?: "sm" | "md" | "lg" | "fill" | undefined;
  skin?: Skin | undefined;
};

/** A stroke's picture in a list: a crop of the same drawing. The name stands beside it. */
export function Medal({ stroke, size = "md", skin }: MedalProps) {
  const path: Stroke = strokes[stroke];
  // A still hand is all there is to see of a hold; everywhere else hands would cover the path.
  const hands = path.ribbons.length === 0;
  // The crop is of the drawing as it is made: for the baby's right.
  const side = path.sided ? "right" : undefined;
  return (
    <span className={`medal medal-${size}`}>
      <Baby title="" stroke={stroke} skin={skin} box={path.crop} hands={hands} side={side} />
    </span>
  );
}
