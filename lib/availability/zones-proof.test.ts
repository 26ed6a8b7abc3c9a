import { afterAll, beforeAll, expect, test } from "vitest";
import { clockChanges, everyZone, proveZoneDay, proveZones } from "./zones-proof";

const ALWAYS = [
  "America/New_York",
  "Europe/Berlin",
  "Europe/Dublin",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Casablanca",
  "America/Sao_Paulo",
  "Asia/Gaza",
  "Asia/Kathmandu",
  "America/St_Johns",
  "Antarctica/Troll",
  "Pacific/Chatham",
  "UTC",
];
// Another sample every day, the same all day long; a failure names the seed that repeats it.
const seed = Number(process.env.PROVE_SEED ?? Math.floor(Date.now() / 86_400_000));
const others = everyZone().filter((zone) => !ALWAYS.includes(zone));
const zones = [
  ...ALWAYS,
  ...Array.from({ length: 27 }, (_, i) => others[(seed * 31 + i * 16) % others.length] ?? "UTC"),
];

const own = process.env.TZ;
beforeAll(() => {
  process.env.TZ = others[(seed * 7919) % others.length];
});
afterAll(() => {
  if (own === undefined) delete process.env.TZ;
  else process.env.TZ = own;
});

test(`40 zones on all days on which their clocks change, 2024 to 2035 (PROVE_SEED=${seed})`, () => {
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(process.env.TZ);
  expect(new Set(zones).size).toBe(40);
  const proof = proveZones({ zones, fromYear: 2024, toYear: 2035, seed, plans: 2 });
  expect(proof.examples).toEqual([]);
  expect(proof).toMatchObject({ zones: 40, wrong: 0, complete: true });
  expect(proof.zoneDays).toBeGreaterThan(200);
  expect(proof.slots).toBeGreaterThan(50_000);
}, 60_000);

test("changes are found by looking", () => {
  const iso = (minute: number) => new Date(minute * 60_000).toISOString().slice(0, 16);
  expect(clockChanges("Europe/London", 2027, 2027).map(iso)).toEqual([
    "2027-03-28T01:00",
    "2027-10-31T01:00",
  ]);
  expect(clockChanges("Australia/Lord_Howe", 2027, 2027)).toHaveLength(2);
  expect(clockChanges("Asia/Kathmandu", 2024, 2035)).toEqual([]);
});

test("a zone-day is asked again by itself, and time may run out", () => {
  const [change = 0] = clockChanges("Europe/Berlin", 2030, 2030);
  const ask = () => proveZoneDay({ zone: "Europe/Berlin", change, seed: 5, plans: 4 });
  expect(ask()).toEqual(ask());
  expect(ask()).toMatchObject({ questions: 10, differ: [] });
  let left = 1;
  const some = proveZones({
    zones: ["UTC", "Asia/Tokyo"],
    fromYear: 2030,
    toYear: 2030,
    seed: 1,
    plans: 1,
    goOn: () => left-- > 0,
  });
  expect(some).toMatchObject({ zones: 1, zoneDays: 1, complete: false });
});
