import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone.js";
import utc from "dayjs/plugin/utc.js";
import type { SlotQuestion } from "@/lib/availability/rules";

dayjs.extend(utc);
dayjs.extend(timezone);

export type DaysOfSlots = Record<string, { time: string }[]>;

/**
 * What one would write with the usual date library, without its known trap: comparisons are
 * on `valueOf()`, never on zoned objects, and a time is converted for the reader only when it is
 * free. Output: ISO times under the days of the reader.
 */
export function anchorSlots(question: SlotQuestion, viewer: string): DaysOfSlots {
  const { service, zone } = question;
  const step =
    service.stepMinutes ?? service.bufferBefore + service.durationMinutes + service.bufferAfter;
  const from = question.from.getTime();
  const to = question.to.getTime();
  const earliest = Math.max(
    from,
    dayjs(question.now).add(service.minNoticeMinutes, "minute").valueOf(),
  );
  const lastDay = dayjs(question.now).tz(zone).add(service.horizonDays, "day").format("YYYY-MM-DD");
  const busy = question.busy.map((taken) => ({
    start: dayjs(taken.start * 60_000),
    end: dayjs(taken.end * 60_000),
  }));

  const slots: DaysOfSlots = {};
  let date = dayjs(from).tz(zone).format("YYYY-MM-DD");
  const end = dayjs(to).tz(zone).format("YYYY-MM-DD");
  for (
    ;
    date <= end && date <= lastDay;
    date = dayjs.utc(date).add(1, "day").format("YYYY-MM-DD")
  ) {
    for (const window of windowsOn(question, date)) {
      let start = dayjs.tz(`${date} ${window.start}`, zone);
      const closes = dayjs.tz(`${date} ${window.end}`, zone).valueOf();
      for (;;) {
        const ends = start.add(service.durationMinutes, "minute").valueOf();
        if (ends > closes) break;
        const startsAt = start.valueOf();
        const takenFrom = startsAt - service.bufferBefore * 60_000;
        const takenTo = ends + service.bufferAfter * 60_000;
        const free = !busy.some(
          (taken) => taken.start.valueOf() < takenTo && taken.end.valueOf() > takenFrom,
        );
        if (free && startsAt >= earliest && startsAt < to) {
          const day = viewer === zone ? date : start.tz(viewer).format("YYYY-MM-DD");
          slots[day] ??= [];
          slots[day].push({ time: start.toISOString() });
        }
        start = start.add(step, "minute");
      }
    }
  }
  return slots;
}

/** All starts in one list, as epoch minutes. */
export const anchorMinutes = (slots: DaysOfSlots): number[] =>
  Object.values(slots)
    .flat()
    .map(({ time }) => Date.parse(time) / 60_000)
    .sort((a, b) => a - b);

function windowsOn(question: SlotQuestion, date: string): { start: string; end: string }[] {
  const override = question.overrides.find((candidate) => candidate.day === date);
  if (override) return "hours" in override ? override.hours : [];
  const weekday = dayjs.utc(date).day() || 7;
  return question.hours.filter((window) => window.weekday === weekday);
}
