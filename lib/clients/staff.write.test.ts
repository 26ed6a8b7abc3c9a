import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { refusalOf } from "@/db/testing/lessons";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { saveHealth } from "./health.write";
import { babyHealthDetail, clientDetail } from "./read";
import { babyStamp, babyTitle, guardianStamp, healthStamp, surnameOf } from "./rules";
import { clientList } from "./search.read";
import { addClient, saveBaby, saveGuardian } from "./staff.write";

const db = testDatabase();
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});

const baby = (firstName = "Mila") => ({
  firstName,
  bornOn: { day: "24", month: "8", year: "2026" },
  born: { early: "yes" as const, weeks: "33", days: "4" },
});
const add = (name: string, more = {}) =>
  addClient(at.staff("front_desk"), {
    name,
    phone: "07700 900 142",
    baby: baby(),
    ...more,
  });

describe("families", () => {
  test("are found by anybody's name, by address and by telephone, whatever is typed", async () => {
    const { clientId } = await add("Ana Okoye", {
      second: "Chidi Okoye",
      email: "ana@example.com",
    });
    await add("Sam Grant", { baby: baby("Ivy"), phone: "0117 496 0187" });
    const found = async (q?: string) =>
      (await clientList(at.staff(), { q })).items.map((item) => item.name);
    expect(await found()).toEqual(["Ana Okoye", "Sam Grant"]);
    for (const q of ["okoye", "chidi", "MILA OK", "ana@ex", "900142", "07700-900-142"])
      expect([q, await found(q)]).toEqual([q, ["Ana Okoye"]]);
    for (const q of ["%", "_", "\\", "nobody"]) expect([q, await found(q)]).toEqual([q, []]);
    const seen = await clientDetail(at.staff(), { clientId });
    expect(seen.guardians.map((one) => one.name)).toEqual(["Ana Okoye", "Chidi Okoye"]);
    expect(seen.babies[0]?.ages.correctedDays).not.toBeNull();
  });

  test("come in pages", async () => {
    for (let i = 0; i < 27; i++) await add(`Family ${String(i).padStart(2, "0")}`);
    const first = await clientList(at.staff(), { page: 1 });
    const second = await clientList(at.staff(), { page: "2" });
    expect([first.total, first.pages, first.items.length, second.items.length]).toEqual([
      27, 2, 25, 2,
    ]);
  });

  test("need a way to be reached, and a birthday that has been", async () => {
    expect(Object.keys((await refusalOf(add("Ana", { phone: "" }))).fields)).toEqual(["email"]);
    const next = String(new Date().getUTCFullYear() + 1);
    const unborn = { ...baby(), bornOn: { day: "1", month: "1", year: next } };
    expect(Object.keys((await refusalOf(add("Ana", { baby: unborn }))).fields)).toEqual([
      "baby.bornOn",
    ]);
  });

  test("of another practice are not there", async () => {
    const { clientId } = await add("Ana Okoye");
    const elsewhere = await makePractice(db.owner);
    expect((await refusalOf(clientDetail(elsewhere.staff(), { clientId }))).code).toBe("not_found");
    const tries = await refusalOf(
      saveGuardian(elsewhere.staff(), { clientId, name: "Eve", email: "eve@example.com" }),
    );
    expect(tries.code).toBe("not_found");
    expect((await clientList(elsewhere.staff(), {})).total).toBe(0);
  });
});

describe("changing a family", () => {
  test("a grown-up and a baby, each from the look that was shown", async () => {
    const { clientId } = await add("Ana Okoye");
    const seen = await clientDetail(at.staff(), { clientId });
    const [ana] = seen.guardians;
    const [mila] = seen.babies;
    if (!ana || !mila) throw new Error("the family is empty");
    const stamp = guardianStamp(ana);
    const change = {
      clientId,
      guardianId: ana.id,
      seen: stamp,
      name: "Ana Eze",
      email: "ana@example.com",
    };
    await saveGuardian(at.staff(), change);
    expect((await refusalOf(saveGuardian(at.staff(), change))).code).toBe("conflict");
    await saveBaby(at.staff(), {
      clientId,
      babyId: mila.id,
      seen: babyStamp(mila),
      baby: { ...baby("Camila"), sex: "girl" },
    });
    await saveBaby(at.staff(), { clientId, baby: baby("Nia") });
    const after = await clientDetail(at.staff(), { clientId });
    expect(after.guardians[0]).toMatchObject({ name: "Ana Eze", phone: null });
    expect(after.babies.map((one) => one.firstName).sort()).toEqual(["Camila", "Nia"]);
  });

  test("weeks at birth: early, at term with or without its weeks, or not known, which is kept and said", async () => {
    const { clientId } = await add("Ana Okafor");
    const born = async (answer: Record<string, string>) => {
      const [before] = (await clientDetail(at.staff(), { clientId })).babies;
      if (!before) throw new Error("no baby");
      await saveBaby(at.staff("front_desk"), {
        ...{ clientId, babyId: before.id, seen: babyStamp(before) },
        baby: { ...baby(before.firstName), born: answer },
      } as never);
      const [after] = (await clientDetail(at.staff("front_desk"), { clientId })).babies;
      const { bornEarly, weeksUnknown } = after?.alerts ?? {};
      return [after?.gestationDays, after?.ages.correctedDays != null, bornEarly, weeksUnknown];
    };
    expect(await born({ early: "no", weeks: "41", days: "3" })).toEqual([290, false, null, false]);
    expect(await born({ early: "no", weeks: "37", days: "" })).toEqual([259, false, null, false]);
    expect(await born({ early: "yes", weeks: "36", days: "6" })).toEqual([258, true, 258, false]);
    expect(await born({ early: "unknown", weeks: "36" })).toEqual([null, false, null, true]);
    expect(await born({ early: "no", weeks: "", days: "" })).toEqual([null, false, null, false]);
    for (const weeks of ["36", "43", "38.5"])
      expect((await refusalOf(born({ early: "no", weeks, days: "0" }))).fields).toHaveProperty([
        "baby.born.weeks",
      ]);
    const both = db.owner.execute(
      sql`update babies set gestation_unknown = true, gestation_days = 250 where client_id = ${clientId}`,
    );
    await expect(both).rejects.toThrow();
  });

  test("what to take care of is a clinician's to write, and the desk learns how much", async () => {
    const { clientId } = await add("Ana Okoye");
    const babyId = (await clientDetail(at.staff(), { clientId })).babies[0]?.id ?? "";
    const write = {
      babyId,
      seen: healthStamp(null),
      allergies: "No nut oils\n\n Latex ",
      conditions: "",
      takeCare: "Head raised",
    };
    expect((await refusalOf(saveHealth(at.staff("front_desk"), write))).code).toBe("forbidden");
    await saveHealth(at.staff("practitioner"), write);
    expect((await refusalOf(saveHealth(at.staff(), write))).code).toBe("conflict");
    expect((await babyHealthDetail(at.staff(), { babyId })).health).toMatchObject({
      allergies: ["No nut oils", "Latex"],
    });
    const desk = await clientDetail(at.staff("front_desk"), { clientId });
    expect(desk.babies[0]?.alerts).toEqual({
      ...{ bornEarly: 235, weeksUnknown: false, count: 3, facts: null },
    });
    expect((await refusalOf(babyHealthDetail(at.staff("front_desk"), { babyId }))).code).toBe(
      "forbidden",
    );
  });
});

test("a baby is called by its first name and the family's last", () => {
  expect(babyTitle("Mila", "Ana Okoye")).toBe("Mila Okoye");
  expect(babyTitle("Mila", "Okoye")).toBe("Mila Okoye");
  expect(babyTitle("Ada & Bea", "Finch family")).toBe("Ada & Bea Finch");
  expect(babyTitle("Mila Okoye", "Ana Okoye")).toBe("Mila Okoye");
  expect(babyTitle("", "Ana Okoye")).toBe("Ana Okoye");
  expect(surnameOf("")).toBe("");
});
