/*
 * The figure's parts in a field of 320 x 432 units, drawn once for the left of the picture; the right is its mirror
 * (320 - x). Front view: the baby lies on the back, seen from the feet, so the left of the picture is the baby's right.
 */
export type Shape =
  /** A limb: a path with the limb's thickness. */
  | { limb: string; width: number }
  /** An oval: centre, half width, half height, and a turn in degrees. */
  | { oval: readonly [number, number, number, number, number?] }
  /** A closed form. */
  | { form: string };

export type ArmPose = "up" | "out";
export type LegPose = "rest" | "straight" | "bent" | "together";
export type Pose = {
  /** Left and right of the picture. */
  arms?: readonly [ArmPose, ArmPose];
  legs?: readonly [LegPose, LegPose];
  /** Where the legs go next, or came from: drawn faintly underneath. */
  faintLegs?: LegPose;
};
export type View = "front" | "back";

export const arms: Record<ArmPose, readonly Shape[]> = {
  up: [
    { limb: "M132 176 C104 186 84 182 78 166 C72 150 68 138 64 126", width: 36 },
    { oval: [62, 116, 19, 18] },
  ],
  out: [{ limb: "M134 180 C114 188 92 187 68 177", width: 36 }, { oval: [57, 172, 19, 18, 20] }],
};

/** Legs that lie under the nappy's edge; a bent leg comes forward, over it. */
export const legs: Record<LegPose, readonly Shape[]> = {
  rest: [
    { limb: "M134 292 C98 300 80 316 84 334 C88 350 100 358 106 368", width: 48 },
    { oval: [112, 382, 25, 16] },
  ],
  straight: [
    { limb: "M134 292 C118 320 114 348 114 372", width: 46 },
    { oval: [107, 391, 24, 16] },
  ],
  bent: [
    { limb: "M122 294 C106 284 97 264 101 244", width: 48 },
    { limb: "M101 244 C108 268 120 286 130 302", width: 40 },
  ],
  together: [
    { limb: "M124 294 C116 278 118 256 127 240", width: 46 },
    { limb: "M127 240 C132 262 135 282 138 300", width: 38 },
  ],
};

/** Soles of legs that come forward: they face whoever stands at the feet. */
export const soles: Partial<Record<LegPose, readonly Shape[]>> = {
  bent: [
    { oval: [134, 320, 15.5, 20, -12] },
    { oval: [141, 299, 6.2, 6.6] },
    { oval: [131.5, 297, 4.6, 5] },
    { oval: [124, 299.5, 4.1, 4.4] },
    { oval: [118.5, 304, 3.7, 4] },
  ],
  together: [
    { oval: [141, 319, 14.5, 20, -4] },
    { oval: [149, 297.5, 6, 6.4] },
    { oval: [139.6, 295, 4.5, 4.9] },
    { oval: [132.4, 297, 4, 4.3] },
    { oval: [127, 301, 3.6, 3.9] },
  ],
};
export const comesForward = (leg: LegPose): boolean => leg === "bent" || leg === "together";

export const trunk: readonly Shape[] = [
  {
    form: "M124 158 C104 196 100 240 106 272 C112 306 136 320 160 320 C184 320 208 306 214 272 C220 240 216 196 196 158 C184 148 136 148 124 158 Z",
  },
];
export const head: readonly Shape[] = [
  { oval: [97, 98, 11, 13] },
  { oval: [223, 98, 11, 13] },
  {
    form: "M160 34 C202 34 222 62 221 96 C220 132 192 150 160 150 C128 150 100 132 99 96 C98 62 118 34 160 34 Z",
  },
];

/** A line inside the figure: path, thickness, and how faint. */
export type Line = {
  d: string;
  width?: number;
  faint?: number;
  dashes?: string;
  mirror?: boolean;
};

const toes = "M94 386v6M102 388v6M111 389v5";
export const armLines: Record<ArmPose, readonly Line[]> = {
  up: [{ d: "M76 142q6 4 14 1", width: 2.5 }],
  out: [{ d: "M84 172q4 5 3 10", width: 2.5 }],
};
export const legLines: Record<View, Record<LegPose, readonly Line[]>> = {
  front: {
    rest: [
      { d: "M96 352q8 7 18 4", width: 2.5 },
      { d: toes, width: 2 },
    ],
    straight: [
      { d: "M101 346q8 6 17 3", width: 2.5 },
      { d: "M90 395v6M98 397v6M107 398v5", width: 2 },
    ],
    bent: [{ d: "M128 326q6 5 12 1", width: 2 }],
    together: [{ d: "M135 326q6 5 12 1", width: 2 }],
  },
  back: {
    rest: [
      { d: "M96 346q9 5 18 0", width: 2.5 },
      { d: "M98 378q14 -7 27 1", width: 2.5 },
    ],
    straight: [],
    bent: [],
    together: [],
  },
};

export const face: readonly Line[] = [
  { d: "M134 93v6", width: 8, mirror: true },
  { d: "M127 82q7-5 14-2", width: 2.5, mirror: true },
  { d: "M147 117q13 11 26 0" },
  { d: "M152 37c-4 14 14 20 20 8c3-8-7-11-9-4" },
];
export const navel: Line = { d: "M157 226q3 4 6 0" };
export const cheek = { cx: 122, cy: 113, rx: 10, ry: 7 };
export const backLines: readonly Line[] = [
  { d: "M158 52c8-2 14 4 12 11c-3 8-15 8-19 0c-4-9 2-19 13-19", width: 2.5, faint: 0.75 },
  { d: "M132 136q10 9 20 9", width: 2.5, faint: 0.6, mirror: true },
  { d: "M160 178v62", width: 2, dashes: "1 8", faint: 0.7 },
  { d: "M136 184q-8 10-4 22", width: 2.5, faint: 0.6, mirror: true },
];

export const nappy: Record<View, { form: string; lines: readonly Line[] }> = {
  front: {
    form: "M107 262 C130 274 190 274 213 262 C216 274 215 284 212 292 C196 298 184 310 178 326 C170 334 150 334 142 326 C136 310 124 298 108 292 C105 284 104 274 107 262Z",
    lines: [{ d: "M111 276l20 3", mirror: true }],
  },
  back: {
    form: "M106 258 C130 269 190 269 214 258 C218 274 218 288 214 300 C200 304 188 314 180 327 C171 335 149 335 140 327 C132 314 120 304 106 300 C102 288 102 274 106 258Z",
    lines: [{ d: "M118 270q42 12 84 0", width: 2, faint: 0.5, dashes: "5 5" }],
  },
};

/** A grown-up's hand, palm down, fingertips near the origin and pointing up, cut at the wrist. */
export const handShapes: readonly Shape[] = [
  { limb: "M0 66 C2 84 2 96 0 118", width: 42 },
  { limb: "M-16 50 C-18 30 -20 14 -20 -4", width: 17 },
  { limb: "M0 44 C0 26 0 10 0 -12", width: 17 },
  { limb: "M16 48 C18 30 19 14 20 -6", width: 16.5 },
  { limb: "M30 60 C34 44 36 34 38 18", width: 15 },
  { limb: "M-14 86 C-32 74 -40 62 -46 46", width: 18 },
  { form: "M-26 50 C-26 36 38 36 38 54 L30 92 C20 104 -14 104 -22 92 Z" },
];
/** The hand ends in a sleeve: it belongs to somebody, of any skin. */
export const sleeve: readonly Shape[] = [
  { form: "M-27 114 C-10 120 10 120 27 114 L31 150 C12 158 -12 158 -31 150 Z" },
];
export const handLines: Line = { d: "M-8 52V40M9 50V40M25 58l1-8", width: 2.5 };
