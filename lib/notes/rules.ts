import { type ContentField, LIST_FIELDS, NoteContent, type Template } from "./schema";

export const emptyContent = (): NoteContent => NoteContent.parse({});

/** What each template shows, in the order of the page; the rest of a content keeps quiet until another one is chosen. */
export const sectionsOf: Readonly<Record<Template, readonly ContentField[]>> = {
  lesson: [
    ...(["stateStart", "stateMiddle", "stateEnd", "cues", "cuesOther"] as const),
    ...(["strokes", "taught", "position", "oil", "minutes", "skinBefore", "skinAfter"] as const),
    ...(["present", "presentOther", "told", "went", "goals", "plan", "planWords"] as const),
    ...(["checks", "incident"] as const),
  ],
  soap: ["subjective", "objective", "assessment", "planned", "checks", "incident"],
  free: ["free", "checks", "incident"],
};

/** What a note cannot be signed without: field → message key. */
const required: Readonly<Record<Template, Partial<Record<ContentField, string>>>> = {
  lesson: { stateStart: "notes:errors.state", went: "notes:errors.went" },
  soap: {
    subjective: "notes:errors.part",
    objective: "notes:errors.part",
    assessment: "notes:errors.part",
    planned: "notes:errors.part",
  },
  free: { free: "notes:errors.part" },
};
/** Something went wrong: ticked, or written down. */
export const hasIncident = ({ checks, incident }: NoteContent): boolean =>
  checks.includes("incident") || incident !== undefined;

/** What is missing before this can be signed, by field; where something went wrong, what. */
export const unfinished = (
  template: Template,
  content: NoteContent,
): [field: ContentField, key: string][] =>
  Object.entries({
    ...required[template],
    ...(hasIncident(content) && { incident: "notes:errors.incident" }),
  })
    .filter(([field]) => !isFilled(content[field as ContentField]))
    .map(([field, key]) => [field as ContentField, key]);

const isFilled = (value: NoteContent[ContentField]): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined;
export const isEmptyContent = (content: NoteContent): boolean =>
  !Object.values(content).some(isFilled);

/** Choices may be copied from one lesson to the next. Free words never are: they were about another day. */
const COPIED = [
  ...(["strokes", "taught", "position", "oil", "present", "goals", "plan"] as const),
] as const satisfies readonly ContentField[];
export const choicesOf = (content: NoteContent): Partial<NoteContent> =>
  Object.fromEntries(COPIED.map((field) => [field, content[field]]));

/**
 * One text for one content, whoever wrote it down and in whatever order: what a signature is over. Fields by name, lists
 * as the schema orders them, nothing that is not there.
 */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner)
            .filter(([, one]) => one !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  );

export const sameContent = (a: NoteContent, b: NoteContent): boolean =>
  canonical(a) === canonical(b);
/** Where two windows of one note say different things. */
export const differing = (a: NoteContent, b: NoteContent): ContentField[] =>
  (Object.keys(NoteContent.shape) as ContentField[]).filter(
    (field) => canonical(a[field] ?? null) !== canonical(b[field] ?? null),
  );

export const PICKS = ["mine", "theirs", "both"] as const;
export type Pick = (typeof PICKS)[number];
/** Fields whose two sides can stand together: lists, and words one below the other. */
export const canJoin = (field: ContentField): boolean =>
  (LIST_FIELDS as readonly ContentField[]).includes(field) || joinable.includes(field);
const joinable: readonly ContentField[] = [
  ...(["cuesOther", "told", "went", "planWords", "free", "incident"] as const),
  ...(["subjective", "objective", "assessment", "planned"] as const),
];

/** One content of two, each field as chosen; a field that nobody chose keeps `mine`. */
export function joined(
  mine: NoteContent,
  theirs: NoteContent,
  picks: Partial<Record<ContentField, Pick>>,
): NoteContent {
  const fields = differing(mine, theirs).map((field) => {
    const [a, b] = [mine[field], theirs[field]];
    const pick = picks[field] ?? "mine";
    if (pick === "theirs" || (pick === "both" && a === undefined)) return [field, b];
    if (pick === "mine" || b === undefined || !canJoin(field)) return [field, a];
    return [field, Array.isArray(a) && Array.isArray(b) ? union(a, b) : together(a, b)];
  });
  return NoteContent.parse({ ...mine, ...Object.fromEntries(fields) });
}
/** A stroke or goal that both name is as mine has it. */
function union(mine: readonly string[], theirs: readonly string[]): string[] {
  const key = (one: string) => (one.includes(":") ? one.split(":")[0] : one);
  const known = new Set(mine.map(key));
  return [...mine, ...theirs.filter((one) => !known.has(key(one)))];
}
function together(mine: unknown, theirs: unknown): string {
  const [a, b] = [String(mine), String(theirs)];
  if (a.includes(b)) return a;
  return b.includes(a) ? b : `${a}\n\n${b}`;
}

/** A revision is kept when it was asked for, and of what is typed at most one in five minutes. */
const EVERY_MS = 5 * 60_000;
export const keepsRevision = (
  kind: "auto" | "save" | "joined",
  last: Date | null,
  now: Date,
): boolean => kind !== "auto" || last === null || now.getTime() - last.getTime() >= EVERY_MS;

/** Unsigned so long that it nags. */
export const OLD_DRAFT_DAYS = 7;

/** What a form, or the page that saves by itself, sends: `content.` in front of each field, lists several times. */
export function contentOf(entries: Iterable<[string, unknown]>): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const [name, value] of entries) {
    if (!name.startsWith(CONTENT) || typeof value !== "string") continue;
    const field = name.slice(CONTENT.length);
    if (!(LIST_FIELDS as readonly string[]).includes(field)) found[field] = value;
    else found[field] = [...(Array.isArray(found[field]) ? found[field] : []), value];
  }
  return found;
}
export const CONTENT = "content.";
