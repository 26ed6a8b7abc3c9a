import {
  formatDay,
  formatDayRange,
  formatList,
  formatTime,
  formatTimeEnds,
} from "@/components/ui/format";
import type { CalendarEvent, CalendarWords, Span } from "./model";

/** "{day}, {time}" with its names filled in. */
export const fill = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

export type Speech = { words: CalendarWords; locale: string };

export const say = (
  { words }: Speech,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string => fill(words[key] ?? key, values);

// Wall minutes as an instant of a zone without changes, so that one formatter writes all times.
const wall = (minute: number): Date => new Date(Date.UTC(2001, 0, 1, 0, minute));
const plain = ({ locale }: Speech) => ({ locale, zone: "UTC" });

export const timeText = (speech: Speech, minute: number): string =>
  formatTime(wall(minute), plain(speech));
/** "9 am": for the edge of the grid. */
export const hourText = (speech: Speech, minute: number): string =>
  timeText(speech, minute).replace(":00", "");
export const spanText = (speech: Speech, { start, end }: Span): string =>
  say(speech, "timeRange", formatTimeEnds(wall(start), wall(end), plain(speech)));
export const dayText = (
  speech: Speech,
  day: string,
  look: "brief" | "short" | "long" = "long",
): string => formatDay(day, plain(speech), look);

/** "16–22 November". */
export const rangeText = ({ locale }: Speech, from: string, until: string): string =>
  formatDayRange(from, until, locale);

/** "November 2026" */
export const monthText = ({ locale }: Speech, day: string): string =>
  formatDay(day, { locale, zone: "UTC" }, "month");

/** "2 h 15 min". In our own words: browsers leave the short names of units out of their data, servers have them. */
export function lengthText(speech: Speech, minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [
    hours > 0 ? say(speech, "hours", { n: hours }) : "",
    rest > 0 || hours === 0 ? say(speech, "minutes", { n: rest }) : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** "4¾ h", for the head of a day, where there is room for nothing longer; quarters that are begun do not count. */
export function quartersText(speech: Speech, minutes: number): string {
  const quarters = Math.floor(minutes / 15);
  const [hours, part] = [Math.floor(quarters / 4), ["", "¼", "½", "¾"][quarters % 4] ?? ""];
  return quarters === 0
    ? say(speech, "minutes", { n: minutes })
    : say(speech, "hours", { n: `${hours || ""}${part}` });
}

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const gestationText = (days: number): string => `${Math.floor(days / 7)}+${days % 7}`;

export const ordinalText = (speech: Speech, ordinal: number): string =>
  ordinal === 1 ? say(speech, "firstLesson") : say(speech, "nthLesson", { n: ordinal });

/** What stands beside the name in words: born early, allergies, conditions; for the front desk how many. */
export function careParts(speech: Speech, event: CalendarEvent): string[] {
  const facts = event.care.flatMap((care) => [
    ...care.allergies,
    ...care.conditions,
    ...care.findings.map((finding) => speech.words[`finding.${finding}`] ?? finding),
    ...(care.takeCare ? [care.takeCare] : []),
    ...(care.limits ?? []).map(({ kind }) => speech.words[`limit.${kind}`] ?? kind),
  ]);
  const hidden = event.care.length === 0 && event.careCount > 0;
  return [
    ...(event.bornEarly === null
      ? []
      : [say(speech, "bornEarly", { at: gestationText(event.bornEarly) })]),
    ...(event.weeksUnknown ? [say(speech, "weeksUnknown")] : []),
    ...(hidden ? [say(speech, "careCount", { count: event.careCount })] : facts),
  ];
}

/** The whole event in one sentence: what its button is called. */
export function eventName(speech: Speech, event: CalendarEvent): string {
  const care = careParts(speech, event);
  return [
    event.title || say(speech, `status.${event.status}`),
    ...(event.ordinal === null ? [] : [ordinalText(speech, event.ordinal)]),
    dayText(speech, event.day),
    spanText(speech, event),
    event.kind === "block" ? say(speech, "busy") : say(speech, `status.${event.status}`),
    ...(event.kind === "block" ? [] : [say(speech, `kind.${event.kind}`)]),
    ...(event.among ? [say(speech, "withWhom", { name: event.practitioner.name })] : []),
    ...marks(speech, event),
    ...(care.length > 0
      ? [say(speech, "takeCare", { what: formatList(care, speech.locale) })]
      : []),
  ].join(", ");
}

/** What else is to be known of an event, in words: answered by when, sure to come, on top of another. */
export function marks(speech: Speech, event: CalendarEvent): string[] {
  const { answerBy, status, willCome, onTop, note, fixed } = event;
  return [
    ...(note ? [say(speech, `note.${note}`)] : []),
    ...(answerBy && status === "requested"
      ? [
          say(speech, "answerBy", {
            when:
              answerBy.day === event.day
                ? timeText(speech, answerBy.minute)
                : `${dayText(speech, answerBy.day, "short")}, ${timeText(speech, answerBy.minute)}`,
          }),
        ]
      : []),
    ...(willCome && status === "booked" ? [say(speech, "willCome")] : []),
    ...(onTop ? [say(speech, "onTop")] : []),
    ...(fixed ? [say(speech, "fixed", { name: event.practitioner.name })] : []),
  ];
}

export const placeAndTime = (speech: Speech, event: CalendarEvent): string =>
  say(speech, "moved", {
    name: event.title,
    day: dayText(speech, event.day),
    time: spanText(speech, event),
  });
