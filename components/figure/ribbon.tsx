import { Mirrored } from "./drawing";

export type Tip = readonly [x: number, y: number, angle: number];

/** The hand's path in calendula. The ink chevron says the direction, in colour or without. */
export type RibbonMark = {
  d: string;
  /** Where the path ends, and the way it goes: 0 right, 90 down. */
  tips: readonly Tip[];
  width?: number;
  /** The same on the other side of the body. */
  mirror?: boolean;
  /** "Then the other": a dotted path that is not drawn yet. */
  later?: boolean;
};

const Chevron = ({ tip: [x, y, angle] }: { tip: Tip }) => (
  <path
    className="tip"
    d="M-8 -9 L4 0 L-8 9"
    transform={`translate(${x} ${y}) rotate(${angle})`}
    fill="none"
    stroke="var(--ribbon-ink)"
    strokeWidth="4"
    strokeLinecap="round"
    strokeLinejoin="round"
  />
);

/** Which of two mirrored paths is meant now: that of the picture's left, its right, or both. */
export type Now = "left" | "right" | "both";

export function Ribbon({ mark, now, first }: { mark: RibbonMark; now: Now; first: boolean }) {
  const { d, tips, width = 15, mirror, later } = mark;
  const dots = first ? (
    <path className="later" d={d} fill="none" strokeWidth={width * 0.45} />
  ) : null;
  const drawn = later ? (
    dots
  ) : (
    <>
      <path className="ribbon-edge" d={d} fill="none" strokeWidth={width + 3} pathLength={100} />
      <path className="ribbon" d={d} fill="none" strokeWidth={width} pathLength={100} />
      {tips.map((tip) => (
        <Chevron key={tip.join()} tip={tip} />
      ))}
    </>
  );
  if (!mirror) return drawn;
  return (
    <>
      {now === "right" ? dots : drawn}
      <Mirrored>{now === "left" ? dots : drawn}</Mirrored>
    </>
  );
}
