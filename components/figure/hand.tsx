import { handLines, handShapes, sleeve } from "./body";
import { Halo, Lines, Silhouette } from "./drawing";

export type HandPlace = {
  /** Where the fingertips are, and where they point: 0 up, positive clockwise. */
  x: number;
  y: number;
  turn?: number;
  size?: number;
  /** The thumb is at the left of a right hand that lies palm down. */
  which?: "right" | "left";
  /** It rests and does not move. */
  still?: boolean;
};

export function Hand({ x, y, turn = 0, size = 0.92, which = "right", still }: HandPlace) {
  const across = which === "right" ? size : -size;
  const parts = [{ shapes: handShapes }];
  return (
    <g transform={`translate(${x} ${y}) rotate(${turn}) scale(${across} ${size})`}>
      {still ? <Halo parts={parts} /> : null}
      <Silhouette parts={parts} fill="var(--cloth)" />
      <Silhouette parts={[{ shapes: sleeve }]} fill="var(--brand-line)" />
      <Lines lines={[handLines]} />
    </g>
  );
}
