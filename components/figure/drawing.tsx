import type { ReactNode } from "react";
import type { Line, Shape } from "./body";

const MIRROR = "matrix(-1 0 0 1 320 0)";

export const Mirrored = ({ children }: { children: ReactNode }) => (
  <g transform={MIRROR}>{children}</g>
);

/** `grow` widens it by that much all round: the outline is the same figure, a little larger. */
function ShapeMark({ shape, colour, grow }: { shape: Shape; colour: string; grow: number }) {
  if ("oval" in shape) {
    const [cx, cy, rx, ry, turn] = shape.oval;
    return (
      <ellipse
        cx={cx}
        cy={cy}
        rx={rx + grow}
        ry={ry + grow}
        fill={colour}
        transform={turn ? `rotate(${turn} ${cx} ${cy})` : undefined}
      />
    );
  }
  if ("form" in shape) {
    const edge = grow > 0 ? { stroke: colour, strokeWidth: grow * 2 } : {};
    return <path d={shape.form} fill={colour} strokeLinejoin="round" {...edge} />;
  }
  return <path d={shape.limb} fill="none" stroke={colour} strokeWidth={shape.width + grow * 2} />;
}

export type Sided = { shapes: readonly Shape[]; mirrored?: boolean };

function Pass({ parts, colour, grow }: { parts: readonly Sided[]; colour: string; grow: number }) {
  return parts.map(({ shapes, mirrored }, index) => {
    const marks = shapes.map((shape, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing never reorders
      <ShapeMark key={at} shape={shape} colour={colour} grow={grow} />
    ));
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing never reorders
      <g key={index} transform={mirrored ? MIRROR : undefined}>
        {marks}
      </g>
    );
  });
}

/** All outlines first, then all fills, so that limbs join the body without a seam. */
export function Silhouette({
  parts,
  fill = "var(--skin)",
}: {
  parts: readonly Sided[];
  fill?: string;
}) {
  return (
    <g strokeLinecap="round" strokeLinejoin="round">
      <Pass parts={parts} colour="var(--skin-line)" grow={3} />
      <Pass parts={parts} colour={fill} grow={0} />
    </g>
  );
}

/** A soft edge of calendula: a hand that rests and does not move. */
export const Halo = ({ parts }: { parts: readonly Sided[] }) => (
  <g className="halo" strokeLinecap="round" strokeLinejoin="round">
    <Pass parts={parts} colour="var(--glow)" grow={11} />
  </g>
);

export function Lines({ lines }: { lines: readonly Line[] }) {
  return lines.map((line) => {
    const path = (
      <path
        d={line.d}
        fill="none"
        stroke="var(--skin-line)"
        strokeWidth={line.width ?? 3}
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeDasharray={line.dashes}
        opacity={line.faint}
      />
    );
    return (
      <g key={line.d}>
        {path}
        {line.mirror ? <Mirrored>{path}</Mirrored> : null}
      </g>
    );
  });
}
