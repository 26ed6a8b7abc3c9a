import { asc, eq, type SQL, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  babies,
  bookingBabies,
  bookings,
  clients,
  guardians,
  type lessons,
  places,
  practitioners,
  services,
} from "@/db/schema";
import { teachesNow } from "@/lib/accounts/practitioner";
import type { ZoneTable } from "@/lib/availability/zones";
import { readHealth } from "@/lib/clients/read";
import { type Alerts, alertsOf, babyTitle } from "@/lib/clients/rules";
import type { Staff } from "@/lib/core/actor";
import { type Day, instantOf, type Minute, type Zone } from "@/lib/core/time";
import { settled } from "@/lib/work/settled";
import { type DataKey, openDataKeys, unseal } from "@/lib/work/vault";
import { type NotesOf, notesIn } from "./calendar.notes";
import { type Part, partsOf, wallAt } from "./calendar.wall";
import { colleaguesIn, mayBlock } from "./colleague";
import { statusOf } from "./staff-lessons";

// A week of twenty practitioners has hundreds of lessons. Joined, PostgreSQL would look up the seat, the family and the
// babies of each by itself, with the policies of their tables each time; asked for all of them together, it does so once.
// So each table is read with one list of ids, flat and as it comes, and put together here.

export type LessonRow = {
  id: string;
  practitioner: string;
  kind: (typeof lessons.$inferSelect)["kind"];
  title: string | null;
  status: (typeof lessons.$inferSelect)["status"];
  begins: Minute;
  ends: Minute;
  zone: Zone;
  version: number;
  answers: Minute | null;
  on_top: boolean;
  latitude: number | null;
  longitude: number | null;
  service: string | null;
  place: string | null;
};
type SeatRow = {
  id: string;
  lesson: string;
  client: string;
  status: (typeof bookings.$inferSelect)["status"];
  price: number;
  currency: string;
  version: number;
  will_come: boolean;
  visit: Buffer | null;
  doctor: string | null;
  ordinal: number;
};
type BabyRow = {
  id: string;
  client: string;
  name: string;
  gestation: number | null;
  unsure: boolean;
  health: Buffer | null;
};

// As a float: of the numeric that extract() makes, a week of lessons cost a millisecond.
const minute = (at: SQL) => sql`floor(date_part('epoch', ${at}) / 60)::int4`;

/** What takes time (lessonsBetween), in order. */
export const lessonRows = (tx: Tx, where: SQL | undefined): Promise<LessonRow[]> =>
  tx.execute<LessonRow>(sql`
    select lessons.id, lessons.practitioner_id as practitioner, lessons.kind, lessons.title, lessons.status,
      ${minute(sql`lessons.starts_at`)} as begins, ${minute(sql`lessons.ends_at`)} as ends, lessons.time_zone as zone,
      lessons.version, ${minute(sql`lessons.answer_by`)} as answers, lessons.on_top, lessons.latitude, lessons.longitude,
      lessons.service_id as service, lessons.place_id as place
    from lessons where ${where} order by lessons.starts_at, lessons.id`);

/** How many lessons this family has had with the practice when this one starts, this one included. */
const ordinal = sql`(select count(*) filter (where l2.starts_at <= l1.starts_at)::int4 from lessons l1, bookings b2
  join lessons l2 on l2.practice_id = b2.practice_id and l2.id = b2.lesson_id
  where l1.practice_id = bookings.practice_id and l1.id = bookings.lesson_id
    and b2.practice_id = bookings.practice_id and b2.client_id = bookings.client_id and b2.status <> 'cancelled')`;

const seatsIn = (tx: Tx, { practiceId }: Staff, ids: readonly string[], counted: boolean) =>
  tx.execute<SeatRow>(sql`
    select bookings.id, bookings.lesson_id as lesson, bookings.client_id as client, bookings.status, bookings.price_minor as price,
      bookings.currency, bookings.version, bookings.confirmed_at is not null as will_come, bookings.visit_address as visit,
      case when bookings.referral_id is not null then (select r.doctor_name from referrals r
        where r.practice_id = bookings.practice_id and r.id = bookings.referral_id) end as doctor,
      ${counted ? ordinal : sql.raw("0")} as ordinal
    from bookings where bookings.practice_id = ${practiceId} and ${among(bookings.lessonId, ids)}`);

async function familiesIn(tx: Tx, { practiceId }: Staff, ids: readonly string[]) {
  const rows = await tx.execute<{ id: string; name: string; key: string }>(sql`
    select clients.id, clients.name, clients.data_key_id as key from clients
    where clients.practice_id = ${practiceId} and ${among(clients.id, ids)}`);
  return byId(rows);
}

const babiesIn = (tx: Tx, { practiceId }: Staff, ids: readonly string[]) =>
  tx.execute<BabyRow>(sql`
    select babies.id, babies.client_id as client, babies.first_name as name, babies.gestation_days as gestation,
      babies.gestation_unknown as unsure, babies.health
    from babies where babies.practice_id = ${practiceId} and ${among(babies.clientId, ids)} and babies.archived_at is null
    -- Not by the index of birthdays, which would lead through every baby of the practice.
    order by babies.born_on + 0, babies.id`);

/** Which babies are in which lesson. */
async function seatedIn(tx: Tx, { practiceId }: Staff, ids: readonly string[]) {
  const rows = await tx.execute<{ booking: string; baby: string }>(sql`
    select booking_babies.booking_id as booking, booking_babies.baby_id as baby from booking_babies
    where booking_babies.practice_id = ${practiceId} and ${among(bookingBabies.bookingId, ids)}`);
  return grouped(rows, (row) => row.booking);
}

/** The names of the families' people; whoever can be reached comes first, as in guardiansOf. */
async function guardiansIn(tx: Tx, { practiceId }: Staff, ids: readonly string[]) {
  const rows = await tx.execute<{ client: string; name: string }>(sql`
    select guardians.client_id as client, guardians.name from guardians
    where guardians.practice_id = ${practiceId} and ${among(guardians.clientId, ids)}
    order by guardians.created_at, guardians.email is null, guardians.phone is null, guardians.id`);
  return grouped(rows, (row) => row.client);
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const list = found.get(keyOf(row));
    if (list) list.push(row);
    else found.set(keyOf(row), [row]);
  }
  return found;
}

// Read by themselves and whole: a handful of rows in a practice, which a join would look up for each lesson.
const byId = <Row extends { id: string }>(list: readonly Row[]) =>
  new Map(list.map((row) => [row.id, row]));

export type Teacher = { id: string; name: string; kmh: number | null; teaches: boolean };
/** Everybody who teaches here, in the practice's order, and how fast they get about in km an hour. */
export const peopleOf = async (tx: Tx, { practiceId }: Staff) =>
  byId<Teacher>(
    await tx
      .select({
        id: practitioners.id,
        name: practitioners.displayName,
        kmh: practitioners.travelKmh,
        teaches: teachesNow,
      })
      .from(practitioners)
      .where(eq(practitioners.practiceId, practiceId))
      .orderBy(asc(practitioners.createdAt), asc(practitioners.id)),
  );
export const servicesOf = async (tx: Tx, { practiceId }: Staff) =>
  byId(
    await tx
      .select({
        id: services.id,
        practitionerId: services.practitionerId,
        placeId: services.placeId,
        name: services.name,
        color: services.color,
        archivedAt: services.archivedAt,
      })
      .from(services)
      .where(eq(services.practiceId, practiceId)),
  );

/** Who else could give the lessons of each service: asked once a service, however many lessons it has. */
export function colleaguesBy(
  taught: Awaited<ReturnType<typeof servicesOf>>,
  people: Awaited<ReturnType<typeof peopleOf>>,
): (serviceId: string | null) => { id: string; name: string }[] {
  const found = new Map<string, { id: string; name: string }[]>();
  const open = [...taught.values()].filter((one) => one.archivedAt === null);
  return (serviceId) => {
    const one = taught.get(serviceId ?? "");
    if (!one) return [];
    const known = found.get(one.id);
    if (known) return known;
    const ids = new Set(colleaguesIn(open, one).map((other) => other.practitionerId));
    const list = [...people.values()].flatMap(({ id, name, teaches }) =>
      teaches && ids.has(id) ? [{ id, name }] : [],
    );
    found.set(one.id, list);
    return list;
  };
}
export const placesOf = async (tx: Tx, { practiceId }: Staff) =>
  byId(
    await tx
      .select({
        id: places.id,
        kind: places.kind,
        name: places.name,
        address: places.address,
        zone: places.timeZone,
      })
      .from(places)
      .where(eq(places.practiceId, practiceId)),
  );

export type Known = {
  actor: Staff;
  /** The practice's, in which the calendar is drawn. */
  zone: Zone;
  table: ZoneTable;
  days: readonly Day[];
  /** The number of the first of them. */
  firstDay: number;
  people: Awaited<ReturnType<typeof peopleOf>>;
  services: Awaited<ReturnType<typeof servicesOf>>;
  places: Awaited<ReturnType<typeof placesOf>>;
  colleagues: ReturnType<typeof colleaguesBy>;
};

/** The lessons as the calendar draws them: one event a day, without what only the lesson's own page tells. */
export async function eventsIn(tx: Tx, rows: readonly LessonRow[], known: Known, counted: boolean) {
  const { actor } = known;
  const lessonIds = rows.flatMap((row) => (row.kind === "block" ? [] : [row.id]));
  const seats = lessonIds.length > 0 ? await seatsIn(tx, actor, lessonIds, counted) : [];
  const coming = seats.filter((seat) => seat.status !== "cancelled");
  const details = coming.length > 0 ? await detailsOf(tx, actor, coming) : nothing;
  const over = coming
    .filter((seat) => seat.status === "completed")
    .flatMap(
      ({ id, lesson }) => details.seated.get(id)?.map(({ baby }) => ({ lesson, baby })) ?? [],
    );
  // Told in one person's calendar, as how many lessons each family had.
  const notes = counted ? await notesIn(tx, actor, over, startOfFirst(rows)) : () => null;
  const inLesson = grouped(seats, (seat) => seat.lesson);
  return rows.flatMap((row) => {
    // A lesson that everybody left takes no time; one that nobody was ever in does, as a block or a hold.
    const all = inLesson.get(row.id) ?? [undefined];
    return all.flatMap((seat) =>
      seat?.status === "cancelled"
        ? []
        : partsOf(row, known).map((part) =>
            eventOf(row, part, seatOf(seat, details, actor, notes, part.day), known),
          ),
    );
  });
}

const startOfFirst = (rows: readonly LessonRow[]): Date =>
  instantOf(rows.reduce((least, row) => Math.min(least, row.begins), Number.MAX_SAFE_INTEGER));

type Details = {
  families: Awaited<ReturnType<typeof familiesIn>>;
  babies: ReadonlyMap<string, BabyRow[]>;
  seated: Awaited<ReturnType<typeof seatedIn>>;
  people: Awaited<ReturnType<typeof guardiansIn>>;
  keys: ReadonlyMap<string, DataKey>;
};
const nothing: Details = {
  families: new Map(),
  babies: new Map(),
  seated: new Map(),
  people: new Map(),
  keys: new Map(),
};

async function detailsOf(tx: Tx, actor: Staff, seats: readonly SeatRow[]): Promise<Details> {
  const clientIds = seats.map((seat) => seat.client);
  const [families, babies, seated, people] = await settled([
    familiesIn(tx, actor, clientIds),
    babiesIn(tx, actor, clientIds),
    seatedIn(
      tx,
      actor,
      seats.map((seat) => seat.id),
    ),
    guardiansIn(tx, actor, clientIds),
  ]);
  // Most families have nothing to take care of and come to a studio: nothing of theirs is opened.
  const sealed = [
    ...babies.flatMap((baby) => (baby.health ? [baby.client] : [])),
    ...seats.flatMap((seat) => (seat.visit ? [seat.client] : [])),
  ].flatMap((client) => families.get(client)?.key ?? []);
  const keys = await openDataKeys(tx, actor.practiceId, sealed);
  return { families, babies: grouped(babies, (baby) => baby.client), seated, people, keys };
}

/** What a seat adds to its lesson. */
function seatOf(
  seat: SeatRow | undefined,
  details: Details,
  { role }: Staff,
  notes: NotesOf,
  on: Day,
) {
  if (!seat) return null;
  const family = details.families.get(seat.client);
  const key = details.keys.get(family?.key ?? "");
  const inIt = details.seated.get(seat.id) ?? [];
  const babies = (details.babies.get(seat.client) ?? []).filter(({ id }) =>
    inIt.some(({ baby }) => baby === id),
  );
  return {
    seat,
    title: babyTitle(babies.map(({ name }) => name).join(" & "), family?.name ?? ""),
    people: details.people.get(seat.client)?.map(({ name }) => name) ?? [],
    address:
      key && seat.visit
        ? unseal(key, { table: "bookings", column: "visit_address", id: seat.id }, seat.visit)
        : null,
    note:
      seat.status === "completed"
        ? notes(
            seat.lesson,
            babies.map(({ id }) => id),
          )
        : null,
    careOf: role === "front_desk" ? [] : babies.flatMap(({ id, health }) => (health ? [id] : [])),
    // Nothing of a baby that has nothing to take care of.
    alerts: babies.flatMap(({ id, gestation, unsure, health }): Alerts[] => {
      if (gestation === null && !unsure && !health) return [];
      const weeks = { gestationDays: gestation, gestationUnknown: unsure };
      return [alertsOf(role, weeks, readHealth(key, id, health), on)];
    }),
  };
}
export type CalendarEvent = ReturnType<typeof eventOf>;

function eventOf(row: LessonRow, part: Part, taken: ReturnType<typeof seatOf>, known: Known) {
  const { table, zone } = known;
  const service = known.services.get(row.service ?? "");
  const place = known.places.get(row.place ?? "");
  const block = row.kind === "block";
  const alerts = taken?.alerts ?? [];
  const seat = taken?.seat;
  // Written out: spread, each of a full week's events cost 24 µs.
  return {
    day: part.day,
    start: part.start,
    end: part.end,
    id: row.id,
    bookingId: seat?.id ?? null,
    /** Who else could give it. */
    colleagues: known.colleagues(row.service),
    practitioner: { id: row.practitioner, name: known.people.get(row.practitioner)?.name ?? "" },
    kind: block ? ("block" as const) : (place?.kind ?? "studio"),
    status: seat?.status ?? statusOf(row.status),
    onTop: row.on_top,
    /** Somebody else's time off, which this reader does not keep. */
    fixed: block && !mayBlock(known.actor, row.practitioner),
    /** Of a lesson that took place: whether its note is signed. */
    note: taken?.note ?? null,
    /** The family said that it will come. */
    willCome: seat?.will_come ?? false,
    color: service?.color ?? null,
    answerBy: row.answers === null ? null : wallAt(table, row.answers),
    title: taken?.title ?? row.title ?? "",
    service: service?.name ?? null,
    place: place?.name ?? null,
    address: taken?.address ?? place?.address ?? null,
    ordinal: seat?.ordinal || null,
    guardians: taken?.people ?? [],
    clientId: seat?.client ?? null,
    doctorName: seat?.doctor ?? null,
    price: seat ? { minor: seat.price, currency: seat.currency } : null,
    bornEarly: alerts.find((one) => one.bornEarly !== null)?.bornEarly ?? null,
    weeksUnknown: alerts.some((one) => one.weeksUnknown),
    careCount: alerts.reduce((sum, one) => sum + one.count, 0),
    care: alerts.flatMap((one) => one.facts ?? []),
    /** Whose sealed facts those are. */
    careOf: taken?.careOf ?? [],
    version: row.version,
    bookingVersion: seat?.version ?? null,
    /** What reaches over midnight is not dragged by one of its parts. */
    whole: part.whole,
    begins: wallAt(table, row.begins),
    minutes: row.ends - row.begins,
    /** The clock the family was told, when it is not the practice's. */
    zone: row.zone === zone ? null : row.zone,
  };
}
