import {
  everyMinuteInside,
  oracleSlots,
  type Walk,
  walk,
  walkFor,
  wallShown,
} from "@/lib/availability/oracle";
import { groupByDay, openSlots, type SlotQuestion } from "@/lib/availability/rules";
import type { Row } from "../harness";
import { anchorMinutes, anchorSlots } from "./anchor-dayjs";
import { gridCases, gridQuestion, WINDOWS } from "./grid";

const DAY = 1440;
const dayName = (minute: number, zone: string): string =>
  new Date(Math.floor(wallShown(minute, zone) / DAY) * 86_400_000).toISOString().slice(0, 10);

/** Cases of the grid in which our list, or a reader's day in it, differs from the walk's. */
export function gridRow(): Row {
  const walks = new Map<string, Walk>();
  let wrong = 0;
  let anchorOutside = 0;
  const cases = gridCases();
  for (const { question, viewer } of cases) {
    const key = `${question.zone} ${question.from.getTime()}`;
    const path = walks.get(key) ?? walkFor(question);
    walks.set(key, path);
    const expected = oracleSlots(question, path).map((slot) => `${dayName(slot, viewer)} ${slot}`);
    const found = [...groupByDay(openSlots(question), viewer)].flatMap(([day, slots]) =>
      slots.map((slot) => `${day} ${slot}`),
    );
    if (found.join() !== expected.join()) wrong += 1;
    if (outside(question, path, anchorMinutes(anchorSlots(question, viewer))) > 0)
      anchorOutside += 1;
  }
  return {
    goal: "S4",
    name: `clock-change grid, wrong of ${cases.length} cases`,
    value: wrong,
    unit: "wrong",
    note: `plain dayjs offers minutes outside the hours in ${anchorOutside}`,
  };
}

/** Every zone of this runtime at every change of its clocks; zones that change alike count once. */
export function everyZoneRow(fromYear: number, toYear: number): Row {
  const alike = new Map<string, { zone: string; changes: number[] }>();
  const zones = [...Intl.supportedValuesOf("timeZone"), "UTC"];
  for (const zone of zones) {
    const changes = changesOf(zone, fromYear, toYear);
    const shape = changes.map((at) => [at, wallShown(at, zone), wallShown(at - 1, zone)]);
    const key = JSON.stringify([wallShown(Date.UTC(fromYear, 0) / 60_000, zone), shape]);
    if (!alike.has(key)) alike.set(key, { zone, changes });
  }
  let asked = 0;
  let wrong = 0;
  for (const { zone, changes } of alike.values()) {
    const moments = changes.length > 0 ? changes : [Date.UTC(fromYear, 5, 15) / 60_000];
    for (const change of moments) {
      const path = walk(zone, change - 20 * 60, change + 16 * 60);
      for (const [start, end] of WINDOWS) {
        const day = new Date(change * 60_000).toISOString().slice(0, 10);
        const question = {
          ...gridQuestion(zone, day, start, end),
          from: new Date((change - 14 * 60) * 60_000),
          to: new Date((change + 14 * 60) * 60_000),
        };
        asked += 1;
        if (openSlots(question).join() !== oracleSlots(question, path).join()) wrong += 1;
      }
    }
  }
  return {
    goal: "S4",
    name: `every zone, ${fromYear}–${toYear}, wrong of ${asked} cases`,
    value: wrong,
    unit: "wrong",
    note: `${zones.length} zones, ${alike.size} that differ`,
  };
}

function outside(question: SlotQuestion, path: Walk, slots: number[]): number {
  const window = question.hours[0];
  if (!window) return 0;
  const clock = (time: string): number => +time.slice(0, 2) * 60 + +time.slice(3, 5);
  // Either occurrence of a repeated hour is accepted from the anchor: its rule is its own.
  const lenient = { ...path, first: path.first.map(() => 1) };
  return slots.filter((slot) => {
    const index = slot - path.from;
    const day = Math.floor((path.wall[index] ?? 0) / DAY);
    const { durationMinutes } = question.service;
    const [opens, closes] = [clock(window.start), clock(window.end)];
    return !everyMinuteInside(lenient, index, durationMinutes, day, opens, closes);
  }).length;
}

/** First minutes after a change, found with `Intl` alone: day by day, then by halves. */
function changesOf(zone: string, fromYear: number, toYear: number): number[] {
  const offset = (minute: number): number => wallShown(minute, zone) - minute;
  const changes: number[] = [];
  const end = Date.UTC(toYear + 1, 0) / 60_000;
  let known = offset(Date.UTC(fromYear, 0) / 60_000);
  for (let at = Date.UTC(fromYear, 0) / 60_000; at < end; at += DAY) {
    const next = offset(at + DAY);
    if (next === known) continue;
    let [low, high] = [at, at + DAY];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (offset(middle) === known) low = middle;
      else high = middle;
    }
    changes.push(high);
    known = next;
  }
  return changes;
}
