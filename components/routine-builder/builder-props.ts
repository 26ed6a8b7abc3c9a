import type { MouseEvent, ReactNode } from "react";
import type { DraftChange, ShelfStroke } from "@/lib/routines/draft";
import type { Phase, Side } from "@/lib/routines/schema";
import type { Position } from "@/lib/safety/schema";

/** A stroke as it lies on the shelf: words and picture come from the server. */
export type Stroke = ShelfStroke & {
  title: string;
  short: string;
  picture: ReactNode;
  /** Of gas relief, which may go round. */
  gas: boolean;
};

/** Words with {step} and the like still open; `fill` closes them. */
export type BuilderWords = Record<
  | "warmDown"
  | "many"
  | "long"
  | "empty"
  | "placed"
  | "removed"
  | "time"
  | "less"
  | "more"
  | "up"
  | "down"
  | "out"
  | "menu"
  | "rounds"
  | "roundsShown"
  | "position"
  | "side"
  | "note"
  | "noteHint"
  | "optional"
  | "loop"
  | "loopHint"
  | "strokes"
  | "search"
  | "none"
  | "add"
  | "full",
  string
> & {
  /** By number, 0 first. */
  steps: readonly string[];
  minutes: readonly string[];
  /** By number, 1 first. */
  times: readonly string[];
  loops: readonly string[];
  phases: Record<Phase, string>;
  positions: Record<Position, string>;
  sides: Record<Side, string>;
};

export type BuilderIcon =
  | "grip"
  | "less"
  | "more"
  | "up"
  | "down"
  | "menu"
  | "out"
  | "add"
  | "check"
  | "note";

/** What makes a button change the draft, with scripts and without. */
export type Press = (
  wanted: Exclude<DraftChange, { do: "onto" }>,
  back?: string | null,
) => {
  type: "submit";
  name: string;
  value: string;
  formNoValidate: boolean;
  onClick: (event: MouseEvent) => void;
};

export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
