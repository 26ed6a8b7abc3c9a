import { and, asc, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { credentials, places, practices, practitioners, services } from "@/db/schema";
import { type Bookable, bookables, openingsOfMany } from "@/lib/availability/read";
import { anyone } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { addDays, type Day, daysBetween, today } from "@/lib/core/time";
import { credentialState } from "@/lib/credentials/rules";
import { query } from "@/lib/work/query";
import { asksForPlace, nearness, nextDays, placeTerms, shownNumber, spread } from "./rules";
import { Find, MOST_DAYS, Profile } from "./schema";

const PAGE = 12;
const TIMES_ON_CARD = 3;
/** How far a card without a day range looks for its next times. */
const LOOK_AHEAD = 35;
/** More than this many practitioners are not compared by their next free time in one search. */
const MOST_COMPARED = 500;
const DAY_MS = 86_400_000;
const ONLINE = 2;

const candidateColumns = {
  practiceId: practitioners.practiceId,
  practitionerId: practitioners.id,
  slug: practitioners.slug,
  name: practitioners.displayName,
  headline: practitioners.headline,
  area: practitioners.area,
  postcode: practitioners.postcode,
  languages: practitioners.languages,
  pretermExperience: practitioners.pretermExperience,
  accepting: practitioners.accepting,
  timeZone: practices.timeZone,
  locale: practices.locale,
};

const takesNewFamilies = ({ accepting }: { accepting: string }): boolean =>
  accepting === "new_families";

/** Whether a place is one of a practitioner's public lessons: a colleague's, or one for holders of a link, is nobody else's to know. */
const taughtAt = (place: SQL, practiceId: SQL, practitionerId: SQL): SQL<boolean> =>
  sql<boolean>`exists (select 1 from ${services} o where o.practice_id = ${practiceId} and o.place_id = ${place}
    and o.practitioner_id = ${practitionerId} and o.listing = 'listed' and o.archived_at is null)`;

const like = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** Published practitioners who might match; what text cannot decide is decided by rules.ts. */
async function candidates(tx: Tx, input: Find) {
  const near = placeTerms(input.near);
  const filters: (SQL | undefined)[] = [isNotNull(practitioners.publishedAt)];
  if (input.preterm) filters.push(eq(practitioners.pretermExperience, true));
  if (input.language)
    filters.push(
      sql`exists (select 1 from unnest(${practitioners.languages}) l where lower(l) = lower(${input.language}))`,
    );
  const text = sql<string>`concat_ws(' ', ${practitioners.area}, ${practices.name}, (
    select string_agg(concat_ws(' ', p.name, p.address, p.postcode), ' ') from ${places} p
    where p.practice_id = ${practitioners.practiceId} and p.archived_at is null and p.kind <> 'online'
      and ${taughtAt(sql`p.id`, sql`${practitioners.practiceId}`, sql`${practitioners.id}`)}))`;
  const online = sql<boolean>`exists (select 1 from ${services} s join ${places} p on p.practice_id = s.practice_id
    and p.id = s.place_id and p.kind = 'online' where s.practice_id = ${practitioners.practiceId}
    and s.practitioner_id = ${practitioners.id} and s.bookable and s.archived_at is null)`;
  if (asksForPlace(near)) {
    const wanted = [
      ...near.words.map((word) => sql`${text} ilike ${like(word)}`),
      ...[...near.codes, ...near.wider].map(
        (code) => sql`${practitioners.postcode} ilike ${like(code).slice(1)}`,
      ),
      online,
    ];
    filters.push(sql`(${sql.join(wanted, sql` or `)})`);
  }
  const rows = await tx
    .select({ ...candidateColumns, text, online })
    .from(practitioners)
    .innerJoin(practices, eq(practices.practiceId, practitioners.practiceId))
    .where(and(...filters))
    .orderBy(asc(practitioners.displayName), asc(practitioners.id))
    .limit(MOST_COMPARED);
  return rows.flatMap((row) => {
    const rank = nearness(near, row);
    return rank === null ? [] : [{ ...row, rank }];
  });
}

/** Who holds a certificate or licence that was checked and has not run out. */
async function checkedPeople(tx: Tx, ids: readonly string[], now: Date): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({
      practitionerId: credentials.practitionerId,
      state: credentials.state,
      expiresOn: credentials.expiresOn,
      timeZone: practices.timeZone,
    })
    .from(credentials)
    .innerJoin(practices, eq(practices.practiceId, credentials.practiceId))
    .where(
      and(
        among(credentials.practitionerId, ids),
        inArray(credentials.kind, ["certificate", "licence"]),
        eq(credentials.state, "checked"),
        isNull(credentials.withdrawnAt),
      ),
    );
  return new Set(
    rows
      .filter((row) => credentialState(row, today(now, row.timeZone)) === "checked")
      .map((row) => row.practitionerId),
  );
}

const bothDays = (from: Day | undefined, to: Day | undefined, now: Date) => {
  const first = from ?? now.toISOString().slice(0, 10);
  const asked = to ? daysBetween(first, to) : LOOK_AHEAD;
  const days = Math.max(0, Math.min(asked, MOST_DAYS));
  // A day more at both ends: the days are the practitioners' own.
  const [start, end] = [addDays(first, -1), addDays(first, days + 2)];
  return { from: new Date(`${start}T00:00:00Z`), to: new Date(`${end}T00:00:00Z`) };
};

/** Search by place, days, kind of place, language and experience: nearest first, then by the next real opening. */
export const find = query({
  name: "directory.find",
  allow: anyone,
  input: Find,
  run: async ({ tx, now }, input) => {
    const people = await candidates(tx, input);
    const open = (await bookables(tx, people.filter(takesNewFamilies))).filter(
      (service) => !input.kind || service.placeKind === input.kind,
    );
    const range = { ...bothDays(input.from, input.to, now), now };
    const free = await openingsOfMany(tx, open, range);
    const offered = new Map<string, Bookable[]>();
    for (const service of open)
      offered.set(service.practitionerId, [
        ...(offered.get(service.practitionerId) ?? []),
        service,
      ]);
    const asksForDays = input.from !== undefined || input.to !== undefined;
    const cards = people.flatMap((person) => {
      const all = offered.get(person.practitionerId) ?? [];
      // Of somebody far away only what needs no way is shown.
      const own = person.rank === ONLINE ? all.filter((one) => one.placeKind === "online") : all;
      const choices = own.map((service) => ({
        ...service,
        slots: free.get(service.serviceId) ?? [],
      }));
      const times = spread(choices, TIMES_ON_CARD, input);
      const findable = asksForDays ? times.length > 0 : own.length > 0 || !input.kind;
      return findable ? [{ person, own, times }] : [];
    });
    const next = (card: (typeof cards)[number]) => card.times[0]?.start ?? Number.POSITIVE_INFINITY;
    cards.sort(
      (a, b) =>
        Math.floor(a.person.rank / 2) - Math.floor(b.person.rank / 2) ||
        Number(next(a) > next(b)) - Number(next(a) < next(b)) ||
        a.person.rank - b.person.rank,
    );
    const shown = cards.slice((input.page - 1) * PAGE, input.page * PAGE);
    const checked = await checkedPeople(
      tx,
      shown.map(({ person }) => person.practitionerId),
      now,
    );
    return {
      total: cards.length,
      pages: Math.max(1, Math.ceil(cards.length / PAGE)),
      cards: shown.map(({ person, own, times }) => ({
        slug: person.slug,
        name: person.name,
        headline: person.headline,
        area: person.area,
        languages: person.languages,
        pretermExperience: person.pretermExperience,
        accepting: takesNewFamilies(person),
        locale: person.locale,
        checked: checked.has(person.practitionerId),
        kinds: [...new Set(own.map((service) => service.placeKind))],
        from: cheapest(own),
        times: times.map(({ serviceId, start }) => ({
          serviceId,
          start,
          zone: own.find((service) => service.serviceId === serviceId)?.zone ?? person.timeZone,
        })),
      })),
    };
  },
});
export type Card = Awaited<ReturnType<typeof find>>["cards"][number];

function cheapest(own: readonly Bookable[]): { minor: number; currency: string } | null {
  const [first, ...rest] = own;
  if (!first) return null;
  const least = rest.reduce((low, one) => (one.priceMinor < low.priceMinor ? one : low), first);
  return { minor: least.priceMinor, currency: least.currency };
}

/** Languages that somebody in the directory teaches in, for the filter. */
export const languagesTaught = query({
  name: "directory.languages",
  allow: anyone,
  input: Profile.omit({ slug: true }),
  run: async ({ tx }) => {
    const rows = await tx
      .selectDistinct({ language: sql<string>`unnest(${practitioners.languages})` })
      .from(practitioners)
      .where(isNotNull(practitioners.publishedAt))
      .orderBy(sql`1`);
    return rows.map((row) => row.language);
  },
});

const NEXT_DAYS = 3;
const TIMES_A_DAY = 2;

/** The public page of one practitioner; not found for everybody who is not published. */
export const profile = query({
  name: "directory.profile",
  allow: anyone,
  input: Profile,
  run: async ({ tx, now }, { slug }) => {
    const [person] = await tx
      .select({
        ...candidateColumns,
        letters: practitioners.letters,
        coursesOfStudy: practitioners.coursesOfStudy,
        certification: practitioners.certification,
        experience: practitioners.experience,
        doctorReferrals: practitioners.doctorReferrals,
        acceptsReferrals: practitioners.acceptsReferrals,
        indexable: practitioners.indexable,
        practice: practices.name,
        phone: practices.phone,
        country: practices.country,
      })
      .from(practitioners)
      .innerJoin(practices, eq(practices.practiceId, practitioners.practiceId))
      .where(and(eq(practitioners.slug, slug), isNotNull(practitioners.publishedAt)));
    if (!person) throw notFound();
    const here = today(now, person.timeZone);
    const [held, offered, rooms] = await Promise.all([
      tx
        .select()
        .from(credentials)
        .where(
          and(
            eq(credentials.practiceId, person.practiceId),
            eq(credentials.practitionerId, person.practitionerId),
            isNull(credentials.withdrawnAt),
          ),
        )
        .orderBy(asc(credentials.issuedOn), asc(credentials.createdAt)),
      bookables(tx, [person]),
      tx
        .select({
          kind: places.kind,
          name: places.name,
          address: places.address,
          radiusMiles: places.radiusMiles,
        })
        .from(places)
        .where(
          and(
            eq(places.practiceId, person.practiceId),
            isNull(places.archivedAt),
            taughtAt(
              sql`${places.id}`,
              sql`${person.practiceId}::uuid`,
              sql`${person.practitionerId}::uuid`,
            ),
          ),
        )
        .orderBy(asc(places.createdAt)),
    ]);
    const range = { from: now, to: new Date(now.getTime() + LOOK_AHEAD * DAY_MS), now };
    const accepting = takesNewFamilies(person);
    // Families who are not new find the lessons here too; which times they may have, the next page tells them alone.
    const free = await openingsOfMany(tx, accepting ? offered : [], range);
    const { practiceId: _practice, practitionerId: _practitioner, ...facts } = person;
    return {
      ...facts,
      accepting,
      credentials: held.map((one) => ({
        kind: one.kind,
        title: one.title,
        issuer: one.issuer,
        letters: one.letters,
        number: shownNumber(one.kind, one.number),
        expiresOn: one.expiresOn,
        state: credentialState(one, here),
        checkedOn: one.checkedAt && today(one.checkedAt, person.timeZone),
      })),
      places: rooms,
      services: offered.map((service) => ({
        serviceId: service.serviceId,
        name: service.name,
        description: service.description,
        minutes: service.timing.durationMinutes,
        price: { minor: service.priceMinor, currency: service.currency },
        cancelHours: service.cancelHours,
        lateFeePercent: service.lateFeePercent,
        place: {
          kind: service.placeKind,
          name: service.placeName,
          radiusMiles: service.radiusMiles,
        },
        zone: service.zone,
        days: nextDays(free.get(service.serviceId) ?? [], service.zone, NEXT_DAYS, TIMES_A_DAY),
      })),
      from: cheapest(offered),
    };
  },
});
export type PublicProfile = Awaited<ReturnType<typeof profile>>;

/** Pages that search engines may list: published, and the practitioner wants it (feature a15). */
export const indexablePages = query({
  name: "directory.indexable",
  allow: anyone,
  input: Profile.omit({ slug: true }),
  run: async ({ tx }) => {
    const rows = await tx
      .select({ slug: practitioners.slug })
      .from(practitioners)
      .where(and(isNotNull(practitioners.publishedAt), eq(practitioners.indexable, true)))
      .orderBy(asc(practitioners.slug))
      .limit(50_000);
    return rows.map((row) => row.slug);
  },
});
