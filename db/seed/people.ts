import { hash } from "@node-rs/argon2";
import { ALL_HOURS } from "@/lib/accounts/rules";
import type { StaffRole } from "@/lib/core/actor";
import { newId, type PracticeId, type UserId } from "@/lib/core/id";
import { addDays, type Day, systemNow } from "@/lib/core/time";
import type { Tx } from "../client";
import * as t from "../schema";
import { type PracticeSeed, practices } from "./practices";
import { demoPassword } from "./state";

export type SeededPractice = {
  practiceId: PracticeId;
  practitionerId: string;
  userId: UserId;
  timeZone: string;
  currency: "GBP" | "USD";
  places: Record<"home" | "studio" | "online", string>;
  services: {
    id: string;
    name: string;
    placeId: string;
    minutes: number;
    price: number;
    buffer: number;
    lateFee?: number;
  }[];
};

export async function addUser(
  tx: Tx,
  user: {
    email: string;
    name: string;
    locale?: string;
    password?: boolean;
    admin?: boolean;
    doctor?: boolean;
  },
): Promise<UserId> {
  const id = newId<"user">();
  const since = systemNow();
  await tx.insert(t.users).values({
    id,
    email: user.email,
    name: user.name,
    locale: user.locale ?? "en-GB",
    emailVerified: since,
    ...(user.admin && { adminSince: since }),
    ...(user.doctor && { doctorSince: since }),
  });
  if (user.password)
    await tx.insert(t.passwords).values({ userId: id, hash: await hash(demoPassword) });
  return id;
}

/** The front desk sees what families do in the calendar; whoever teaches is told of each lesson. */
export const addMember = (tx: Tx, practiceId: PracticeId, userId: UserId, role: StaffRole) =>
  tx.insert(t.practiceMembers).values({
    ...{ practiceId, id: newId(), userId, role },
    ...(role !== "front_desk" && {
      noticeBookedHours: ALL_HOURS,
      noticeMovedHours: ALL_HOURS,
      noticeCancelledHours: ALL_HOURS,
    }),
  });

/** The four practices, each with its practitioner, credentials, places, services and hours; by the practitioner's slug. */
export async function seedPractices(
  tx: Tx,
  today: Day,
  checkedBy: UserId,
): Promise<Map<string, SeededPractice>> {
  const made = new Map<string, SeededPractice>();
  for (const practice of practices)
    made.set(practice.person.slug, await seedPractice(tx, practice, today, checkedBy));
  return made;
}

async function seedPractice(
  tx: Tx,
  practice: PracticeSeed,
  today: Day,
  checkedBy: UserId,
): Promise<SeededPractice> {
  const { person, studio, ...facts } = practice;
  const practiceId = newId<"practice">() as PracticeId;
  const practitionerId = newId<"practitioner">();
  const userId = await addUser(tx, {
    email: person.email,
    name: person.name,
    locale: facts.locale,
    password: true,
  });
  await tx.insert(t.practices).values({ practiceId, ...facts });
  await addMember(tx, practiceId, userId, "owner");
  const [coursesOfStudy, certification, experience, doctorReferrals] = person.blocks;
  await tx.insert(t.practitioners).values({
    practiceId,
    id: practitionerId,
    userId,
    slug: person.slug,
    displayName: person.name,
    letters: person.letters,
    headline: person.headline,
    coursesOfStudy,
    certification,
    experience,
    doctorReferrals,
    area: person.area,
    postcode: person.postcode,
    latitude: person.at[0],
    longitude: person.at[1],
    languages: person.languages,
    pretermExperience: person.preterm ?? false,
    publishedAt: systemNow(),
  });
  const credential = { practiceId, practitionerId };
  const checked = { state: "checked", checkedAt: systemNow(), checkedBy } as const;
  await tx.insert(t.credentials).values([
    {
      ...credential,
      ...checked,
      id: newId(),
      kind: "certificate",
      issuer: practice.country === "US" ? "Infant Massage USA" : "IAIM UK Chapter",
      title:
        practice.country === "US"
          ? "Certified Educator of Infant Massage"
          : "Certified Infant Massage Instructor",
      letters: person.letters,
      number: `${person.letters}-${person.slug.length}${person.postcode}7`,
      issuedOn: addDays(today, -700),
      expiresOn: addDays(today, 310),
    },
    {
      ...credential,
      ...checked,
      id: newId(),
      kind: "insurance",
      issuer: "Practitioners' Mutual",
      title: "Liability insurance",
      expiresOn: addDays(today, 190),
    },
    {
      ...credential,
      id: newId(),
      kind: "first_aid",
      issuer: "Community First Aid",
      title: practice.country === "US" ? "Pediatric first aid" : "Paediatric first aid",
      expiresOn: addDays(today, 420),
    },
  ]);
  const places = { home: newId<"place">(), studio: newId<"place">(), online: newId<"place">() };
  const zone = { practiceId, timeZone: facts.timeZone };
  await tx.insert(t.places).values([
    {
      ...zone,
      id: places.studio,
      kind: "studio",
      name: "Studio",
      address: studio,
      postcode: person.postcode,
      latitude: person.at[0],
      longitude: person.at[1],
    },
    {
      ...zone,
      id: places.home,
      kind: "home",
      name: "Your home",
      postcode: person.postcode,
      latitude: person.at[0],
      longitude: person.at[1],
      radiusMiles: 5,
      visitCodes: person.visits ?? [],
    },
    {
      ...zone,
      id: places.online,
      kind: "online",
      name: "Online",
      meetingUrl: `https://meet.example.com/${person.slug}`,
    },
  ]);
  const services = person.services.map((service) => ({
    ...service,
    id: newId<"service">(),
    placeId: places[service.place],
    buffer: service.buffer ?? 0,
    step: service.step ?? 60,
  }));
  await tx.insert(t.services).values(
    services.map((service, position) => ({
      practiceId,
      id: service.id,
      practitionerId,
      placeId: service.placeId,
      name: service.name,
      description: service.description,
      durationMinutes: service.minutes,
      bufferBeforeMinutes: service.buffer,
      bufferAfterMinutes: service.buffer,
      approval: service.approval ?? false,
      lateFeePercent: service.lateFee ?? 0,
      priceMinor: service.price,
      currency: facts.currency,
      position,
      stepMinutes: service.step,
      minNoticeMinutes: 180,
    })),
  );
  await tx.insert(t.weeklyHours).values(
    person.hours.map(([weekday, startsAt, endsAt]) => ({
      practiceId,
      id: newId(),
      practitionerId,
      weekday,
      startsAt,
      endsAt,
    })),
  );
  return {
    practiceId,
    practitionerId,
    userId,
    timeZone: facts.timeZone,
    currency: facts.currency,
    places,
    services,
  };
}
