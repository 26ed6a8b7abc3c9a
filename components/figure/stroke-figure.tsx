import { getTranslations } from "next-intl/server";
import { Baby, type BabyProps } from "./baby";
import type { StrokeKey } from "./strokes";

export type StrokeFigureProps = Omit<BabyProps, "title" | "view" | "stroke"> & {
  stroke: StrokeKey;
};

/** A stroke's picture with the words that say the same: position, hand, path and direction. */
export async function StrokeFigure({ stroke, side = "left", ...rest }: StrokeFigureProps) {
  const t = await getTranslations("figure.pictures");
  return <Baby title={t(stroke, { side })} stroke={stroke} side={side} {...rest} />;
}
