/** How a page is laid out, as far as it can be known before it is there. Numbers are lines of text in a card. */
export type PageShape = {
  /** A face beside the title. */
  face?: true;
  /** A row of controls or tabs under the title. */
  bar?: true;
  /** One large box, such as a week. */
  board?: true;
  cards: readonly number[];
  beside?: readonly number[];
};

const any: PageShape = { cards: [3, 4] };
const shapes: readonly (readonly [RegExp, PageShape])[] = [
  [/^\/practice$/, { cards: [7, 11], beside: [14, 3] }],
  [/^\/practice\/calendar$/, { board: true, cards: [] }],
  [/^\/practice\/clients$/, { bar: true, cards: [16] }],
  [/^\/practice\/babies\/[^/]+/, { face: true, bar: true, cards: [14, 8], beside: [12, 2, 3] }],
  [/^\/family$/, { cards: [9, 1, 3] }],
  [/^\/family\/routine$/, { cards: [2] }],
];
/** Pages of one thing: going from one to the other, what stands above or beside them stays. */
const things = [/^\/practice\/babies\/[^/]+/, /^\/practice\/referrals/];

/**
 * The boxes to show while the page at `to` is fetched; null where the page that is shown stays, because only a part
 * of it changes: another week, the next page of a list, another tab of a record.
 */
export function shapeOf(from: string, to: string): PageShape | null {
  if (from === to) return null;
  for (const thing of things) {
    const [one] = thing.exec(from) ?? [];
    if (one && thing.exec(to)?.[0] === one) return null;
  }
  return shapes.find(([address]) => address.test(to))?.[1] ?? any;
}
