import {
  armLines,
  arms,
  backLines,
  cheek,
  comesForward,
  face,
  head,
  type LegPose,
  legLines,
  legs,
  nappy,
  navel,
  type Pose,
  type Shape,
  soles,
  trunk,
  type View,
} from "./body";
import { Lines, Mirrored, type Sided, Silhouette } from "./drawing";
import { Hand } from "./hand";
import { Ribbon } from "./ribbon";
import { type DrawingKey, type Stroke, strokes } from "./strokes";

/** Four tones and an empty outline; without one the theme's own. */
export type Skin = "1" | "2" | "3" | "4" | "plain";

export type BabyProps = {
  /** What the picture shows, in words; "" when the words stand beside it. */
  title: string;
  view?: View | undefined;
  stroke?: DrawingKey | undefined;
  /** The grown-up's hands, where the stroke has them. */
  hands?: boolean | undefined;
  skin?: Skin | undefined;
  /** The baby's own side, for what is done on one side and then on the other. Left comes first. */
  side?: "left" | "right" | undefined;
  /** The ribbon draws itself in five seconds: once, or for as long as the step runs. */
  motion?: "none" | "once" | "loop" | undefined;
  /** Part of the drawing: x, y, width, height. */
  box?: readonly [number, number, number, number] | undefined;
  className?: string | undefined;
};

const WHOLE = [24, 20, 272, 392] as const;

export function Baby({
  title,
  view: wished,
  stroke,
  hands = true,
  skin,
  side,
  motion = "none",
  box = WHOLE,
  className,
}: BabyProps) {
  const path: Stroke | null = stroke ? strokes[stroke] : null;
  const view = path?.view ?? wished ?? "front";
  const turned = path?.sided === true && side !== "right";
  // Face up, the baby's left is at the right of the picture.
  const now =
    side === undefined ? "both" : (side === "left") === (view === "front") ? "right" : "left";
  const held = hands ? path?.hands?.map((place) => <Hand key={place.x} {...place} />) : null;
  const drawing = (
    <>
      <Body view={view} pose={path?.pose ?? {}} />
      {path?.ribbons.map((mark) => (
        <Ribbon key={mark.d} mark={mark} now={now} first={side !== "right"} />
      ))}
      {now === "left" && !path?.sided ? <Mirrored>{held}</Mirrored> : held}
    </>
  );
  const look = ["baby", skin ? `skin-${skin}` : "", motion === "none" ? "" : `motion-${motion}`];
  return (
    <svg
      className={[...look, className ?? ""].filter(Boolean).join(" ")}
      viewBox={box.join(" ")}
      preserveAspectRatio={box === WHOLE ? undefined : "xMidYMid slice"}
      role={title ? "img" : undefined}
      aria-label={title || undefined}
      aria-hidden={title ? undefined : true}
    >
      {turned ? <Mirrored>{drawing}</Mirrored> : drawing}
    </svg>
  );
}

const sideOf =
  <Key extends string>(shapes: Record<Key, readonly Shape[]>) =>
  ([key, mirrored]: [Key, boolean]): Sided => ({ shapes: shapes[key], mirrored });

function Body({ view, pose }: { view: View; pose: Pose }) {
  const armPoses = pose.arms ?? ["up", "up"];
  const legPoses = pose.legs ?? ["rest", "rest"];
  const bySide = <T extends string>(both: readonly [T, T]): [T, boolean][] => [
    [both[0], false],
    [both[1], true],
  ];
  const under = bySide(legPoses).filter(([leg]) => !comesForward(leg));
  const over = bySide(legPoses).filter(([leg]) => comesForward(leg));
  const parts: Sided[] = [
    ...bySide(armPoses).map(([arm, mirrored]) => ({ shapes: arms[arm], mirrored })),
    { shapes: trunk },
    ...under.map(([leg, mirrored]) => ({ shapes: legs[leg], mirrored })),
    { shapes: head },
  ];
  return (
    <>
      {pose.faintLegs ? (
        <g opacity="0.45">
          <Silhouette parts={bySide([pose.faintLegs, pose.faintLegs]).map(sideOf(legs))} />
        </g>
      ) : null}
      <Silhouette parts={parts} />
      {bySide(armPoses).map(([arm, mirrored]) => (
        <SideLines key={String(mirrored)} lines={armLines[arm]} mirrored={mirrored} />
      ))}
      {under.map((leg) => (
        <LegLines key={String(leg[1])} leg={leg} view={view} />
      ))}
      {view === "front" ? <Face /> : <Lines lines={backLines} />}
      <path
        d={nappy[view].form}
        fill="var(--cloth)"
        stroke="var(--skin-line)"
        strokeWidth="3"
        strokeLinejoin="round"
      />
      <Lines lines={nappy[view].lines} />
      {over.length > 0 ? (
        <Silhouette parts={over.map(([leg, mirrored]) => ({ shapes: legs[leg], mirrored }))} />
      ) : null}
      {over.length > 0 ? (
        <Silhouette
          parts={over.map(([leg, mirrored]) => ({ shapes: soles[leg] ?? [], mirrored }))}
        />
      ) : null}
      {over.map((leg) => (
        <LegLines key={String(leg[1])} leg={leg} view={view} />
      ))}
    </>
  );
}

function SideLines({
  lines,
  mirrored,
}: {
  lines: Parameters<typeof Lines>[0]["lines"];
  mirrored: boolean;
}) {
  return mirrored ? (
    <Mirrored>
      <Lines lines={lines} />
    </Mirrored>
  ) : (
    <Lines lines={lines} />
  );
}

const LegLines = ({ leg: [leg, mirrored], view }: { leg: [LegPose, boolean]; view: View }) => (
  <SideLines lines={legLines[view][leg]} mirrored={mirrored} />
);

/** Always calm and clear-eyed: the sign to begin, and never anything else. */
function Face() {
  const blush = <ellipse {...cheek} fill="var(--blush)" />;
  return (
    <>
      <Lines lines={face} />
      {blush}
      <Mirrored>{blush}</Mirrored>
      <Lines lines={[navel]} />
    </>
  );
}
