import type { StrokeKey } from "@/lib/routines/schema";
import type { Pose, View } from "./body";
import type { HandPlace } from "./hand";
import type { RibbonMark } from "./ribbon";

export type Stroke = {
  view: View;
  pose?: Pose;
  ribbons: readonly RibbonMark[];
  hands?: readonly HandPlace[];
  /** Drawn for the baby's right side; turned over for the left. A circle never is. */
  sided?: boolean;
  /** The part that a medal shows: x, y, width, height. */
  crop: readonly [number, number, number, number];
};

const oneLeg = "M98 300 C76 316 76 338 92 362";

/**
 * Where the hand goes. The ribbon never leaves the body. "Clockwise" is clockwise on the screen, which is how a parent
 * at the baby's feet sees it and the way the bowel runs: up on the baby's right, across, down on the baby's left.
 */
export const strokes = {
  "ask-and-hold": {
    view: "front",
    ribbons: [],
    hands: [
      { x: 131, y: 194, turn: 6, size: 0.74, which: "left", still: true },
      { x: 189, y: 194, turn: -6, size: 0.74, still: true },
    ],
    crop: [78, 140, 164, 164],
  },
  "upper-back": {
    view: "back",
    ribbons: [
      { d: "M150 178 C136 178 124 188 121 210", tips: [[121, 214, 97]], mirror: true, width: 14 },
    ],
    hands: [{ x: 194, y: 226, turn: -8, size: 0.6 }],
    crop: [96, 134, 128, 128],
  },
  neck: {
    view: "back",
    ribbons: [
      { d: "M150 128 C150 146 149 156 141 169", tips: [[139, 172, 124]], mirror: true, width: 12 },
    ],
    hands: [{ x: 160, y: 190, size: 0.62 }],
    crop: [98, 90, 124, 124],
  },
  head: {
    view: "back",
    ribbons: [{ d: "M139 56 C124 66 116 88 124 114", tips: [[125, 117, 74]], mirror: true }],
    hands: [{ x: 197, y: 122, turn: -34, size: 0.6 }],
    crop: [84, 24, 152, 152],
  },
  shoulders: {
    view: "back",
    ribbons: [
      { d: "M146 168 C132 166 118 170 100 176", tips: [[96, 177, 166]], mirror: true, width: 14 },
    ],
    hands: [
      { x: 98, y: 196, turn: 12, size: 0.56, which: "left" },
      { x: 222, y: 196, turn: -12, size: 0.56 },
    ],
    crop: [82, 118, 156, 156],
  },
  hands: {
    view: "back",
    ribbons: [
      { d: "M68 142 C66 134 64 126 61 112", tips: [[60, 108, -104]], mirror: true, width: 12 },
    ],
    hands: [{ x: 256, y: 156, turn: -8, size: 0.52 }],
    crop: [24, 76, 108, 108],
  },
  feet: {
    view: "back",
    ribbons: [{ d: "M110 368 L110 386", tips: [[110, 389, 90]], mirror: true, width: 13 }],
    hands: [{ x: 226, y: 380, turn: -84, size: 0.44 }],
    crop: [62, 312, 104, 104],
  },
  waist: {
    view: "back",
    ribbons: [{ d: "M151 236 C140 232 128 234 115 244", tips: [[112, 246, 144]], mirror: true }],
    hands: [
      { x: 112, y: 266, turn: 6, size: 0.56, which: "left" },
      { x: 208, y: 266, turn: -6, size: 0.56 },
    ],
    crop: [94, 178, 132, 132],
  },
  thighs: {
    view: "back",
    ribbons: [{ d: "M112 306 C98 310 88 320 88 336", tips: [[88, 339, 88]], mirror: true }],
    hands: [
      { x: 80, y: 350, turn: 34, size: 0.44, which: "left" },
      { x: 240, y: 350, turn: -34, size: 0.44 },
    ],
    crop: [58, 276, 124, 124],
  },
  back: {
    view: "back",
    ribbons: [{ d: "M144 170 C140 204 140 244 144 284", tips: [[144, 287, 86]], mirror: true }],
    hands: [
      { x: 140, y: 304, turn: 5, size: 0.56, which: "left" },
      { x: 180, y: 304, turn: -5, size: 0.56 },
    ],
    crop: [82, 150, 156, 156],
  },
  "warm-down-back": {
    view: "back",
    ribbons: [
      { d: "M142 166 C136 182 134 196 134 218", tips: [[135, 197, 94]], mirror: true, width: 18 },
    ],
    hands: [
      { x: 135, y: 220, turn: 5, size: 0.57, which: "left" },
      { x: 185, y: 220, turn: -5, size: 0.57 },
    ],
    crop: [86, 146, 148, 148],
  },
  tummy: {
    view: "front",
    ribbons: [
      { d: "M142 184 C140 206 140 226 142 250", tips: [[142, 252, 88]] },
      { d: "M178 184 C180 200 180 216 178 236", tips: [[179, 204, 92]] },
    ],
    hands: [{ x: 180, y: 226, turn: -8, size: 0.74 }],
    crop: [90, 150, 140, 140],
  },
  "tummy-circles": {
    view: "front",
    ribbons: [
      {
        d: "M132 250 A40 40 0 1 1 166 262",
        tips: [
          [172, 262, 176],
          [160, 182, 0],
        ],
      },
    ],
    hands: [{ x: 196, y: 258, turn: -30 }],
    crop: [90, 150, 140, 140],
  },
  chest: {
    view: "front",
    ribbons: [{ d: "M151 216 C152 200 148 187 128 187", tips: [[124, 187, 178]], mirror: true }],
    hands: [
      { x: 118, y: 208, turn: 8, size: 0.62, which: "left" },
      { x: 202, y: 208, turn: -8, size: 0.62 },
    ],
    crop: [92, 140, 136, 136],
  },
  arms: {
    view: "front",
    ribbons: [{ d: "M122 182 C100 188 84 182 76 156", tips: [[74, 150, -106]], mirror: true }],
    hands: [{ x: 250, y: 172, turn: -14, size: 0.56 }],
    crop: [34, 92, 124, 124],
  },
  legs: {
    view: "front",
    ribbons: [{ d: oneLeg, tips: [[94, 364, 58]], mirror: true }],
    hands: [{ x: 236, y: 362, turn: -74, size: 0.48 }],
    crop: [50, 280, 124, 124],
  },
  "foot-press": {
    view: "front",
    ribbons: [{ d: "M112 388 L112 372", tips: [[112, 370, -90]], mirror: true, width: 13 }],
    crop: [66, 312, 104, 104],
  },
  knees: {
    view: "front",
    pose: { legs: ["bent", "bent"] },
    ribbons: [{ d: "M126 290 C118 278 110 266 106 252", tips: [[105, 248, -104]], mirror: true }],
    hands: [
      { x: 88, y: 264, turn: 25, size: 0.58, which: "left" },
      { x: 232, y: 264, turn: -25, size: 0.58 },
    ],
    crop: [74, 190, 172, 172],
  },
  "arm-extension": {
    view: "front",
    pose: { arms: ["out", "up"] },
    sided: true,
    ribbons: [
      { d: "M136 181 C126 185 114 187 102 186", tips: [[97, 186, 183]] },
      { d: "M198 182 C220 188 236 182 244 156", tips: [], later: true },
    ],
    hands: [{ x: 58, y: 177, turn: -4, size: 0.5 }],
    crop: [26, 116, 136, 136],
  },
  "leg-extension": {
    view: "front",
    pose: { legs: ["straight", "rest"] },
    sided: true,
    ribbons: [
      { d: "M124 302 C118 316 115 326 114 338", tips: [[114, 343, 93]] },
      { d: "M222 300 C244 316 244 338 228 362", tips: [], later: true },
    ],
    hands: [{ x: 122, y: 383, turn: 86, size: 0.5 }],
    crop: [66, 270, 140, 140],
  },
  "both-legs-flex": {
    view: "front",
    pose: { legs: ["bent", "bent"], faintLegs: "straight" },
    ribbons: [
      {
        d: "M128 292 C118 278 110 266 106 252",
        tips: [
          [105, 248, -104],
          [130, 296, 56],
        ],
        mirror: true,
      },
    ],
    hands: [
      { x: 88, y: 264, turn: 25, size: 0.58, which: "left" },
      { x: 232, y: 264, turn: -25, size: 0.58 },
    ],
    crop: [74, 190, 172, 172],
  },
  "knees-circle": {
    view: "front",
    pose: { legs: ["together", "together"] },
    ribbons: [
      {
        d: "M136 264 A35 35 0 1 1 166 276",
        tips: [
          [170, 275, 172],
          [160, 206, 0],
        ],
      },
    ],
    hands: [
      { x: 103, y: 268, turn: 27, size: 0.58, which: "left" },
      { x: 217, y: 268, turn: -27, size: 0.58 },
    ],
    crop: [80, 180, 160, 160],
  },
  "one-leg-press": {
    view: "front",
    pose: { legs: ["bent", "rest"] },
    sided: true,
    ribbons: [
      { d: "M126 290 C118 278 110 266 106 252", tips: [[105, 248, -104]] },
      { d: "M222 300 C244 316 244 338 228 362", tips: [], later: true },
    ],
    hands: [{ x: 88, y: 264, turn: 25, size: 0.58, which: "left" }],
    crop: [70, 200, 160, 160],
  },
} as const satisfies Record<StrokeKey | "knees" | "foot-press", Stroke>;

/** Every drawing: the library's strokes, and two that wait for a routine to use them. */
export type DrawingKey = keyof typeof strokes;

export const isDrawingKey = (key: string): key is DrawingKey => Object.hasOwn(strokes, key);
