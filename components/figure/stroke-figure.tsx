import { getTranslations } from "@/i18n/words";
import type { StrokeKey } from "@/lib/routines/schema";
import { Baby, type BabyProps } from "./baby";

export type StrokeFigureProps = Omit<BabyProps, "title" | "view" | "stroke"> & {
  stroke: StrokeKey;
};

/** A stroke's picture with the words that say the same: position, hand, path and direction. */
export async function StrokeFigure({ stroke, ...rest }: StrokeFigureProps) {
  const t = await getTranslations("strokes");
  return <Baby title={t(`${stroke}.figure`)} stroke={stroke} {...rest} />;
}
