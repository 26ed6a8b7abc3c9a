import { Baby, type Skin } from "./baby";
import { type StrokeKey, strokes } from "./strokes";

export type MedalProps = {
  stroke: StrokeKey;
  size?: "sm" | "md" | "lg" | "fill" | undefined;
  skin?: Skin | undefined;
};

/** A stroke's picture in a list: a crop of the same drawing. The name stands beside it. */
export function Medal({ stroke, size = "md", skin }: MedalProps) {
  return (
    <span className={`medal medal-${size}`}>
      <Baby
        title=""
        stroke={stroke}
        skin={skin}
        box={strokes[stroke].crop}
        hands={stroke === "hold"}
      />
    </span>
  );
}
