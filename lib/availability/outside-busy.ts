import ICAL from "ical.js";
import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";
import { isZone, startOfDay, toInstant, wallTimeOf, type Zone } from "@/lib/core/time";

export type Span = { start: Date; end: Date };

// A year of meetings is some hundreds of events. Beyond these a file is not a person's calendar.
const MOST_EVENTS = 20_000;
const MOST_OF_ONE = 5_000;
const MOST_SPANS = 10_000;
const DAY_MS = 86_400_000;

/**
 * When somebody is busy, of a calendar file (RFC 5545), between two instants: merged, ascending. Cancelled events and
 * those marked free do not count; a day without a clock time is busy from midnight to midnight. `zone` is that of
 * times that name none. Null when the text is no calendar, or one so large that reading it would harm others.
 */
export function busySpans(
  text: string,
  range: { from: Date; until: Date; zone: Zone },
): Span[] | null {
  const calendar = parsed(text);
  if (!calendar) return null;
  const events = calendar.getAllSubcomponents("vevent");
  if (events.length > MOST_EVENTS) return null;
  const named = calendar.getFirstPropertyValue("x-wr-timezone");
  const zone = typeof named === "string" && isZone(named) ? named : range.zone;
  const changed = changedOccurrences(events, zone);
  const spans: Span[] = [];
  for (const event of events) {
    for (const span of understood(() => [...occurrences(event, zone, range, changed)])) {
      if (span.end > range.from && span.start < range.until && span.end > span.start)
        spans.push(span);
      if (spans.length > MOST_SPANS) return null;
    }
  }
  return merged(spans);
}

function parsed(text: string): ICAL.Component | null {
  try {
    const calendar = new ICAL.Component(ICAL.parse(text));
    return calendar.name === "vcalendar" ? calendar : null;
  } catch {
    return null;
  }
}

const isFree = (event: ICAL.Component): boolean =>
  event.getFirstPropertyValue("transp") === "TRANSPARENT" ||
  event.getFirstPropertyValue("status") === "CANCELLED";

/** Values are read when they are asked for, and then throw: an event that cannot be understood is passed over. */
function understood<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch {
    return [];
  }
}

type Moment = { at: Date; zone: Zone; wholeDay: boolean };

/** A time property as an instant: UTC, in an IANA zone, in a zone that the file describes, or in the reader's. */
function momentOf(
  property: ICAL.Property | null,
  zone: Zone,
  value = property?.getFirstValue(),
): Moment | null {
  if (!property || !(value instanceof ICAL.Time)) return null;
  const day = `${String(value.year).padStart(4, "0")}-${two(value.month)}-${two(value.day)}`;
  const named = property.getFirstParameter("tzid");
  const own = named && isZone(named) ? named : null;
  try {
    if (value.isDate) return { at: startOfDay(day, zone), zone, wholeDay: true };
    if (value.zone === ICAL.Timezone.utcTimezone)
      return { at: value.toJSDate(), zone: "UTC", wholeDay: false };
    // Names such as "W. Europe Standard Time" mean what the file says they mean.
    if (!own && value.zone && value.zone !== ICAL.Timezone.localTimezone)
      return { at: new Date(value.toUnixTime() * 1000), zone, wholeDay: false };
    const found = toInstant(day, wallTimeOf(value.hour * 60 + value.minute), own ?? zone);
    // A time that the clocks jump over is read as the hour after it, as calendar programs do.
    const at =
      found.kind === "gap"
        ? new Date(
            startOfDay(day, own ?? zone).getTime() + (value.hour * 60 + value.minute) * 60_000,
          )
        : found.instant;
    return { at, zone: own ?? zone, wholeDay: false };
  } catch {
    return null;
  }
}

const two = (n: number): string => String(n).padStart(2, "0");

/** Starts, by event, that were moved or cancelled by an event of their own. */
function changedOccurrences(
  events: readonly ICAL.Component[],
  zone: Zone,
): Map<string, Set<number>> {
  const changed = new Map<string, Set<number>>();
  for (const event of events) {
    const [moment] = understood(() => [momentOf(event.getFirstProperty("recurrence-id"), zone)]);
    if (!moment) continue;
    const uid = String(event.getFirstPropertyValue("uid"));
    changed.set(uid, (changed.get(uid) ?? new Set()).add(moment.at.getTime()));
  }
  return changed;
}

function* occurrences(
  event: ICAL.Component,
  zone: Zone,
  range: { from: Date; until: Date },
  changed: Map<string, Set<number>>,
): Generator<Span> {
  if (isFree(event)) return;
  const start = momentOf(event.getFirstProperty("dtstart"), zone);
  if (!start) return;
  const long = lengthMs(event, start, zone);
  const spanAt = (at: number): Span => ({ start: new Date(at), end: new Date(at + long) });
  if (event.getFirstProperty("recurrence-id")) {
    yield spanAt(start.at.getTime());
    return;
  }
  const rules = event.getAllProperties("rrule");
  const uid = String(event.getFirstPropertyValue("uid"));
  const away = new Set([...timesOf(event, "exdate", zone), ...(changed.get(uid) ?? [])]);
  const starts = new Set(timesOf(event, "rdate", zone));
  if (rules.length === 0) starts.add(start.at.getTime());
  for (const rule of rules) for (const at of ruleStarts(rule, start, long, range)) starts.add(at);
  for (const at of starts) if (!away.has(at)) yield spanAt(at);
}

function ruleStarts(
  rule: ICAL.Property,
  start: Moment,
  long: number,
  { from, until }: { from: Date; until: Date },
): number[] {
  const text = rule.getFirstValue()?.toString() ?? "";
  // A rule that means nothing, or more than a person could keep: the first time still counts.
  const once = [start.at.getTime()];
  // Nobody has an appointment every minute.
  if (/FREQ=(SECONDLY|MINUTELY|HOURLY)/i.test(text)) return once;
  try {
    const found = new RRuleTemporal({
      rruleString: `RRULE:${text}`,
      dtstart: Temporal.Instant.fromEpochMilliseconds(start.at.getTime()).toZonedDateTimeISO(
        start.zone,
      ),
      maxIterations: MOST_OF_ONE,
    }).between(new Date(from.getTime() - long), until, true);
    return found.map((at) => at.epochMilliseconds);
  } catch {
    return once;
  }
}

function timesOf(event: ICAL.Component, name: string, zone: Zone): number[] {
  return event
    .getAllProperties(name)
    .flatMap((property) =>
      understood(() =>
        property
          .getValues()
          .flatMap((value) => momentOf(property, zone, value)?.at.getTime() ?? []),
      ),
    );
}

function lengthMs(event: ICAL.Component, start: Moment, zone: Zone): number {
  const end = momentOf(event.getFirstProperty("dtend"), zone);
  if (end) return end.at.getTime() - start.at.getTime();
  const duration = event.getFirstPropertyValue("duration");
  if (duration instanceof ICAL.Duration) return duration.toSeconds() * 1000;
  return start.wholeDay ? DAY_MS : 0;
}

function merged(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start.getTime() - b.start.getTime())) {
    const last = found.at(-1);
    if (last && start <= last.end) last.end = new Date(Math.max(end.getTime(), last.end.getTime()));
    else found.push({ start, end });
  }
  return found;
}
