import { expect, test } from "vitest";
import { BookLesson } from "@/lib/booking/schema";
import { newId } from "@/lib/core/id";
import { bookingOf } from "./fields";

const service = {
  practiceId: newId<"practice">(),
  serviceId: newId<"service">(),
  start: "2027-01-11T10:00:00.000Z",
  priceMinor: "6200",
};
const baby = (i: number, name: string) => ({
  [`babies.${i}.firstName`]: name,
  [`babies.${i}.bornOn.day`]: "4",
  [`babies.${i}.bornOn.month`]: "8",
  [`babies.${i}.bornOn.year`]: "2026",
  [`babies.${i}.born.early`]: "yes",
  [`babies.${i}.born.weeks`]: "33",
  [`babies.${i}.born.days`]: "",
});
function sent(fields: Record<string, string>, more: object = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...service, ...fields })) form.append(name, value);
  return bookingOf(form, { locale: "en-GB", ...more });
}
const guest = { "guest.name": "Ana", "guest.email": "Ana@Example.com", "guest.phone": "" };
const refused = (input: object) =>
  BookLesson.safeParse(input).error?.issues.map((issue) => issue.path.join("."));

test("a filled form is what the command takes", () => {
  const input = sent({ ...guest, ...baby(0, "Mila"), ...baby(1, ""), visitAddress: "1 Street" });
  expect(refused(sent({ ...guest, ...baby(0, "Mila") }))).toBeUndefined();
  const {
    babies,
    guest: who,
    priceMinor,
  } = BookLesson.parse(sent({ ...guest, ...baby(0, "Mila") }));
  expect(babies).toEqual([
    {
      ...{ firstName: "Mila", bornOn: "2026-08-04" },
      born: { gestationDays: 231, gestationUnknown: false },
    },
  ]);
  expect([who?.email, who?.phone, priceMinor]).toEqual(["ana@example.com", undefined, 6200]);
  expect(refused(input)).toEqual(["babies.1.firstName"]);
});

test("a blank second baby is none; a blank only baby is asked about", () => {
  const blank = Object.fromEntries(Object.keys(baby(1, "")).map((name) => [name, " "]));
  expect(sent({ ...guest, ...baby(0, "Mila"), ...blank }).babies).toHaveLength(1);
  expect(sent(guest).babies).toHaveLength(1);
  expect(refused(sent(guest))).toEqual([
    "babies.0.firstName",
    "babies.0.bornOn",
    "babies.0.born.early",
  ]);
});

test("a known or referred baby needs no other", () => {
  const babyIds = newId<"baby">();
  expect(sent({ babyIds }).babies).toEqual([]);
  expect(refused(sent({ babyIds }))).toBeUndefined();
  const referral = "r".repeat(43);
  expect(refused(sent({}, { referral }))).toBeUndefined();
});

test("the address is asked for where the field was shown", () => {
  expect(refused(sent({ ...guest, ...baby(0, "Mila"), visitAddress: " " }))).toEqual([
    "visitAddress",
  ]);
});

test("one of the nearest times takes the place of the lost one", () => {
  expect(sent({ other: "2027-01-11T11:00:00.000Z" }).start).toBe("2027-01-11T11:00:00.000Z");
});

test("fields nobody asked for go nowhere", () => {
  expect(Object.keys(sent({ status: "completed", "__proto__.x": "1" })).sort()).toEqual([
    "babies",
    "babyIds",
    "heardFrom",
    "locale",
    "note",
    "practiceId",
    "priceMinor",
    "serviceId",
    "start",
  ]);
});
