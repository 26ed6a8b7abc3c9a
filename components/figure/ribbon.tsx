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

export function Ribbon({ mark }: { mark: RibbonMark }) {
  const { d, tips, width = 15, mirror, later } = mark;
  const drawn = later ? (
    <path className="later" d={d} fill="none" strokeWidth={width * 0.45} />
  ) : (
    <>
      <path className="ribbon-edge" d={d} fill="none" strokeWidth={width + 3} pathLength={100} />
      <path className="ribbon" d={d} fill="none" strokeWidth={width} pathLength={100} />
      {tips.map((tip) => (
        <Chevron key={tip.join()} tip={tip} />
      ))}
    </>
  );
  return (
    <>
      {drawn}
      {mirror ? <Mirrored>{drawn}</Mirrored> : null}
    </>
  );
}
