import { randomBytes } from "node:crypto";
import type { Parent, Staff, StaffRole, System } from "@/lib/core/actor";
import { newId, type PracticeId, type UserId } from "@/lib/core/id";
import { readsTogether } from "@/lib/work/reads";
import { makeDataKey } from "@/lib/work/vault";
import type { Database } from "../client";
import * as t from "../schema";

/** A practice with one published practitioner, open Monday to Friday 9 to 17 in London, one studio, one service. */
export async function makePractice(owner: Database, zone = "Europe/London") {
  const practiceId = newId<"practice">() as PracticeId;
  const mark = randomBytes(4).toString("hex");
  const userId = await makeUser(owner, `owner-${mark}@example.com`);
  const practitionerId = newId<"practitioner">();
  const placeId = newId<"place">();
  const serviceId = newId<"service">();
  const slug = `practitioner-${mark}`;
  await owner.insert(t.practices).values({
    practiceId,
    name: `Practice ${mark}`,
    country: "GB",
    currency: "GBP",
    locale: "en-GB",
    timeZone: zone,
    emergencyNumber: "999",
  });
  await owner.insert(t.practiceMembers).values({ practiceId, id: newId(), userId, role: "owner" });
  await owner.insert(t.practitioners).values({
    practiceId,
    id: practitionerId,
    userId,
    slug,
    displayName: `Practitioner ${mark}`,
    publishedAt: new Date(0),
  });
  await owner
    .insert(t.places)
    .values({ practiceId, id: placeId, kind: "studio", name: "Studio", timeZone: zone });
  await owner.insert(t.services).values({
    practiceId,
    id: serviceId,
    practitionerId,
    placeId,
    name: "First lesson",
    durationMinutes: 60,
    minNoticeMinutes: 0,
    priceMinor: 4800,
    currency: "GBP",
  });
  await owner.insert(t.weeklyHours).values(
    [1, 2, 3, 4, 5].map((weekday) => ({
      practiceId,
      id: newId(),
      practitionerId,
      weekday,
      startsAt: "09:00",
      endsAt: "17:00",
    })),
  );
  // As pages ask: a read that must be asked alone, and is not, fails.
  const staff = (role: StaffRole = "owner"): Staff =>
    readsTogether({ kind: "staff", userId, practiceId, role, practitionerId });
  const system: System = { kind: "system", practiceId };
  return { practiceId, practitionerId, placeId, serviceId, slug, zone, userId, staff, system };
}
export type TestPractice = Awaited<ReturnType<typeof makePractice>>;

export async function makeUser(owner: Database, email: string): Promise<UserId> {
  const id = newId<"user">();
  await owner.insert(t.users).values({ id, email, emailVerified: new Date(0) });
  return id;
}

/** A family of that practice with one guardian who has an account and one baby. */
export async function makeFamily(owner: Database, practiceId: PracticeId) {
  const mark = randomBytes(4).toString("hex");
  const email = `parent-${mark}@example.com`;
  const userId = await makeUser(owner, email);
  const clientId = newId<"client">();
  const guardianId = newId<"guardian">();
  const babyId = newId<"baby">();
  const dataKey = await owner.transaction((tx) => makeDataKey(tx, practiceId));
  await owner.insert(t.clients).values({
    practiceId,
    id: clientId,
    name: `Family ${mark}`,
    source: "staff",
    dataKeyId: dataKey.id,
  });
  await owner.insert(t.guardians).values({
    ...{ practiceId, id: guardianId, clientId, userId, name: `Parent ${mark}`, email },
    ...{ mayConsent: "yes", mayAttend: "yes", maySee: "yes" },
  });
  await owner.insert(t.babies).values({
    practiceId,
    id: babyId,
    clientId,
    firstName: `Baby ${mark}`,
    bornOn: "2026-08-24",
    gestationDays: 238,
  });
  const parent: Parent = { kind: "parent", userId, email };
  return { practiceId, clientId, guardianId, babyId, userId, email, dataKey, parent };
}
export type TestFamily = Awaited<ReturnType<typeof makeFamily>>;
