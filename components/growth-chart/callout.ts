export type Callout = { first: string; second: string; third?: string | undefined };
type Place = { x: number; y: number; width: number; height: number };

/** Where the callout of a point stands in a drawing: below right of it as in the mock-up, else where it fits. */
export function callout(
  { first, second, third }: Callout,
  at: { x: number; y: number },
  { width: edge, floor }: { width: number; floor: number },
): Place {
  const width = Math.ceil(Math.max(first.length * 7.6, second.length * 5.4) + 24);
  const height = third ? 58 : 44;
  const right = at.x + 14 + width <= edge - 2;
  // A curve rises: on the left of a point its own line is below it.
  const below = right && at.y + 18 + height <= floor;
  const x = right ? at.x + 14 : Math.max(4, at.x - 14 - width);
  const y = below ? at.y + 18 : Math.max(4, at.y - 18 - height);
  return { ...{ x: Math.round(x), y: Math.round(y) }, ...{ width, height } };
}
