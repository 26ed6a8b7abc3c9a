type Hours = readonly (readonly [weekday: number, from: string, until: string])[];
type ServiceSeed = {
  name: string;
  place: "home" | "studio" | "online";
  minutes: number;
  price: number;
  description: string;
  buffer?: number;
  /** Minutes from one offered start to the next; an hour where nothing is said. */
  step?: number;
  /** The practitioner says yes to each booking. */
  approval?: boolean;
  /** What a late change costs, in hundredths of the price. */
  lateFee?: number;
};
type PersonSeed = {
  email: string;
  name: string;
  slug: string;
  headline: string;
  area: string;
  postcode: string;
  at: readonly [latitude: number, longitude: number];
  /** Beginnings of the postcodes that are visited. */
  visits?: string[];
  languages: string[];
  letters: string;
  preterm?: boolean;
  blocks: readonly [courses: string, certification: string, experience: string, referrals: string];
  hours: Hours;
  services: readonly ServiceSeed[];
};
export type PracticeSeed = {
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
export const practices: readonly PracticeSeed[] = [
  {
    ...bristol,
    name: "Rosa Calder",
    phone: "0117 496 0142",
    studio: "The Garden Room, 9 Chandos Road, Redland",
    person: {
      email: "rosa@example.com",
      name: "Rosa Calder",
      slug: "rosa-calder",
      headline:
        "I teach parents, not babies: your hands, my doll, and we stop whenever your baby has had enough.",
      area: "Redland, Bristol",
      postcode: "BS6",
      at: [51.4716, -2.6046],
      visits: ["BS1", "BS2", "BS6", "BS7", "BS8", "BS9"],
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
      area: "Bishopston, Bristol",
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
          approval: true,
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
      area: "Southville, Bristol",
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
          lateFee: 50,
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
      area: "Park Slope, Brooklyn",
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
