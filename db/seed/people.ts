import { hash } from "@node-rs/argon2";
import type { StaffRole } from "@/lib/core/actor";
import { newId, type PracticeId, type UserId } from "@/lib/core/id";
import { addDays, type Day, systemNow } from "@/lib/core/time";
import type { Tx } from "../client";
import * as t from "../schema";

/** Known to everybody who reads the README: a world with these sign-ins is never for real families. */
export const demoPassword = "a calm demo world";

type Hours = readonly (readonly [weekday: number, from: string, until: string])[];
type ServiceSeed = {
  name: string;
  place: "home" | "studio" | "online";
  minutes: number;
  price: number;
  description: string;
  buffer?: number;
};
type PersonSeed = {
  email: string;
  name: string;
  slug: string;
  headline: string;
  area: string;
  postcode: string;
  at: readonly [latitude: number, longitude: number];
  languages: string[];
  letters: string;
  preterm?: boolean;
  blocks: readonly [courses: string, certification: string, experience: string, referrals: string];
  hours: Hours;
  services: readonly ServiceSeed[];
};
type PracticeSeed = {
  name: string;
  country: "GB" | "US";
  currency: "GBP" | "USD";
  locale: "en-GB" | "en-US";
  timeZone: string;
  emergencyNumber: string;
  phone: string;
  studio: string;
  person: PersonSeed;
};

const weekdays = (from: string, until: string, days = [1, 2, 3, 4, 5]): Hours =>
  days.map((day) => [day, from, until] as const);
const first =
  "One family, one baby, at your pace: asking permission, reading cues, legs and tummy. I show each stroke on a doll; you do it on your baby.";
const next = "Builds on what your baby liked: arms, chest, back, and a short routine to keep.";

const bristol = {
  country: "GB",
  currency: "GBP",
  locale: "en-GB",
  timeZone: "Europe/London",
  emergencyNumber: "999",
} as const;
const practices: readonly PracticeSeed[] = [
  {
    ...bristol,
    name: "Rosa Calder",
    phone: "0117 496 0142",
    studio: "The Garden Room, 9 Chandos Road, Redland",
    person: {
      email: "rosa@example.com",
      name: "Rosa Calder",
      slug: "rosa-calder",
      headline: "Home visits and a small studio in Redland",
      area: "Redland",
      postcode: "BS6",
      at: [51.4716, -2.6046],
      languages: ["English", "Spanish"],
      letters: "CIMI",
      preterm: true,
      blocks: [
        "Four-day infant massage educator course (2017), then a module on babies who were born early (2020).",
        "Certified Infant Massage Instructor. I renew every year and send the certificate to be checked.",
        "Nine years, about 640 families. Six of them alongside a neonatal follow-up clinic.",
        "I take referrals from GPs, paediatricians and health visitors, and write back after the lessons if you agree.",
      ],
      hours: [
        ...weekdays("09:00", "17:00", [1, 2, 3, 4, 5]),
        [2, "18:00", "20:00"],
        [6, "09:00", "13:00"],
        [7, "10:00", "13:00"],
      ],
      services: [
        {
          name: "First lesson at home",
          place: "home",
          minutes: 75,
          price: 6200,
          description: first,
          buffer: 15,
        },
        {
          name: "Lesson at the studio",
          place: "studio",
          minutes: 60,
          price: 4800,
          description: next,
        },
        {
          name: "Online follow-up",
          place: "online",
          minutes: 30,
          price: 2500,
          description: "A look at how it is going, with your baby or a doll in view.",
        },
      ],
    },
  },
  {
    ...bristol,
    name: "Nisha Parekh",
    phone: "0117 496 0187",
    studio: "Upstairs at 210 Gloucester Road, Bishopston",
    person: {
      email: "nisha@example.com",
      name: "Nisha Parekh",
      slug: "nisha-parekh",
      headline: "Studio lessons in Bishopston, in English and Gujarati",
      area: "Bishopston",
      postcode: "BS7",
      at: [51.4796, -2.5903],
      languages: ["English", "Gujarati"],
      letters: "CIMI",
      blocks: [
        "Infant massage educator course (2019), paediatric first aid every three years.",
        "Certified Infant Massage Instructor since 2019.",
        "Former nursery nurse. Some 300 families, many of them with twins.",
        "I am glad to hear from health visitors and GPs.",
      ],
      hours: weekdays("10:00", "16:00", [1, 3, 4, 6]),
      services: [
        { name: "First lesson", place: "studio", minutes: 60, price: 4000, description: first },
        {
          name: "Twins lesson",
          place: "studio",
          minutes: 90,
          price: 6000,
          description: "Two babies, two grown-ups, one calm hour and a half.",
        },
      ],
    },
  },
  {
    ...bristol,
    name: "Tom Wilder",
    phone: "0117 496 0110",
    studio: "Southville Centre, Beauley Road",
    person: {
      email: "tom@example.com",
      name: "Tom Wilder",
      slug: "tom-wilder",
      headline: "Online and home visits; babies who were born early",
      area: "Southville",
      postcode: "BS3",
      at: [51.4416, -2.6062],
      languages: ["English"],
      letters: "CIMI",
      preterm: true,
      blocks: [
        "Infant massage educator course (2015) and a neonatal touch course for parents of small babies (2016).",
        "Certified Infant Massage Instructor.",
        "Eleven years; a father of two who were born at 32 weeks.",
        "Referrals from neonatal teams and GPs are welcome.",
      ],
      hours: weekdays("08:30", "18:00", [1, 2, 4, 5, 7]),
      services: [
        {
          name: "Online lesson",
          place: "online",
          minutes: 45,
          price: 3500,
          description: "By video, with a doll on my side and your baby on yours.",
        },
        {
          name: "Home visit",
          place: "home",
          minutes: 75,
          price: 5800,
          description: first,
          buffer: 30,
        },
      ],
    },
  },
  {
    name: "Elena Ruiz",
    country: "US",
    currency: "USD",
    locale: "en-US",
    timeZone: "America/New_York",
    emergencyNumber: "911",
    phone: "(718) 555-0142",
    studio: "412 Fifth Avenue, Park Slope, Brooklyn, NY",
    person: {
      email: "elena@example.com",
      name: "Elena Ruiz",
      slug: "elena-ruiz",
      headline: "Lessons in English and Spanish in Park Slope",
      area: "Brooklyn",
      postcode: "11215",
      at: [40.6681, -73.9823],
      languages: ["English", "Spanish"],
      letters: "CEIM",
      blocks: [
        "Four-day infant massage educator course (2018) with the practicum.",
        "Certified Educator of Infant Massage.",
        "Eight years of teaching families at home and in small groups.",
        "Pediatricians and family doctors can refer a baby from this page.",
      ],
      hours: weekdays("09:00", "17:00"),
      services: [
        { name: "First lesson", place: "studio", minutes: 60, price: 9500, description: first },
        {
          name: "Home visit",
          place: "home",
          minutes: 75,
          price: 14000,
          description: first,
          buffer: 30,
        },
      ],
    },
  },
];

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

export const addMember = (tx: Tx, practiceId: PracticeId, userId: UserId, role: StaffRole) =>
  tx.insert(t.practiceMembers).values({ practiceId, id: newId(), userId, role });

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
      title: "Paediatric first aid",
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
      priceMinor: service.price,
      currency: facts.currency,
      position,
      stepMinutes: 15,
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
