import { and, asc, eq, sql } from "drizzle-orm";
import { among } from "@/db/among";
import { bookingBabies, bookings, guardians, lessons, practitioners, services } from "@/db/schema";
import { pastFindings } from "@/lib/clients/health.rules";
import { readHealth } from "@/lib/clients/read";
import type { DoctorAllows } from "@/lib/clients/schema";
import { weeksAndDays } from "@/lib/core/age";
import type { Block } from "./pdf";
import type { RecordPart } from "./record";
import type { RecordWords } from "./record.words";

type Facts = (readonly [string, string])[];
const given = (rows: readonly (readonly [string, string | null | undefined])[]): Facts =>
  rows.flatMap(([name, value]) => (value ? [[name, value] as const] : []));

const people: RecordPart = async (tx, { practiceId, clientIds, practice }, { t }) => {
  const rows = await tx
    .select({ name: guardians.name, kin: guardians.kin, relation: guardians.relation })
    .from(guardians)
    .where(and(eq(guardians.practiceId, practiceId), among(guardians.clientId, clientIds)))
    .orderBy(asc(guardians.createdAt), asc(guardians.id));
  // What they call themselves, where nothing of the list was chosen or it was "other".
  const carers = rows.map(({ name, kin, relation }) => {
    const own = kin === null || kin === "other" ? relation : null;
    const said = own ?? (kin && t(`kin.${kin}`));
    return said ? t("record.carer", { name, relation: said }) : name;
  });
  return [
    { is: "heading", text: t("record.people") },
    { is: "list", items: carers },
    {
      is: "facts",
      rows: given([
        [t("record.practice"), [practice.name, practice.phone].filter(Boolean).join(", ")],
      ]),
    },
  ];
};

const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");

/** "Only legs and feet. Dr Imran Haddad, 22 November 2026". */
function allowedText({ named, list, day }: RecordWords, said: DoctorAllows): string {
  const { kind, parts, positions, by, on, ended } = said;
  const names = (of: string, codes: readonly string[]) =>
    codes.length > 0 ? [list(codes.map((code) => named(`safety.${of}.${code}`)))] : [];
  const what = [...names("parts", parts), ...names("positions", positions)].join(", ");
  const line = fill(named("clients.allowed.from"), {
    what: fill(named(`clients.allowed.${kind}`), { what }),
    ...{ by, day: day(on, "UTC") },
  });
  if (!ended) return line;
  const lifted = { by: ended.by, day: day(ended.on, "UTC") };
  return `${line}. ${fill(named("clients.allowed.lifted"), lifted)}`;
}

const facts: RecordPart = async (_tx, record, words) => {
  const { t, named, day, ages, list } = words;
  const { baby, babyId, thisDay, zone } = record;
  const key = record.keyOf(baby.clientId);
  const health = readHealth(key, babyId, baby.health);
  const { gestationDays } = baby;
  const past = health ? pastFindings(health, thisDay) : [];
  const current = (health?.findings ?? []).filter((id) => !past.some((one) => one.id === id));
  const rows = given([
    [t("record.name"), baby.firstName],
    [t("record.sex"), baby.sex === "unsaid" ? null : t(`record.sexes.${baby.sex}`)],
    [t("record.born"), day(baby.bornOn, zone)],
    [
      t("record.weeks"),
      gestationDays !== null
        ? t("record.weeksAtBirth", weeksAndDays(gestationDays))
        : baby.gestationUnknown
          ? t("record.weeksUnknown")
          : null,
    ],
    [t("record.ageOn", { day: day(thisDay, zone) }), ages(record.ages(thisDay))],
    [
      t("record.birthWeight"),
      health?.birthGrams ? t("record.grams", { grams: health.birthGrams }) : null,
    ],
    [t("record.allergies"), health && list(health.allergies)],
    [t("record.familyAllergies"), health && list(health.familyAllergies)],
    [t("record.conditions"), health && list(health.conditions)],
    [t("record.findings"), health && list(current.map((one) => named(`safety.findings.${one}`)))],
    [
      t("record.past"),
      past
        .map(({ id, until }) =>
          t("record.pastUntil", { what: named(`safety.findings.${id}`), day: day(until, "UTC") }),
        )
        .join("\n"),
    ],
    [
      t("record.feeding"),
      health?.feeding &&
        [named(`clients.care.feedings.${health.feeding}`), health.feedingTimes]
          .filter(Boolean)
          .join(", "),
    ],
    [t("record.takeCare"), health?.takeCare],
    [
      t("record.happened"),
      (health?.happened ?? [])
        .map(({ what, on }) =>
          fill(named("clients.care.happened"), {
            what: named(`clients.care.happenings.${what}`),
            day: day(on, "UTC"),
          }),
        )
        .join("\n"),
    ],
    [t("record.allowed"), (health?.allowed ?? []).map((one) => allowedText(words, one)).join("\n")],
  ]);
  return [
    { is: "heading", text: t("record.baby", { name: baby.firstName }) },
    { is: "facts", rows },
  ];
};

const taught: RecordPart = async (tx, record, { t, moment }) => {
  const rows = await tx
    .select({
      startsAt: lessons.startsAt,
      zone: lessons.timeZone,
      service: sql<string>`coalesce(${services.name}, ${lessons.title}, '')`,
      practitioner: practitioners.displayName,
      status: bookings.status,
    })
    .from(bookings)
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .innerJoin(
      bookingBabies,
      and(
        eq(bookingBabies.practiceId, bookings.practiceId),
        eq(bookingBabies.bookingId, bookings.id),
      ),
    )
    .innerJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, lessons.practiceId),
        eq(practitioners.id, lessons.practitionerId),
      ),
    )
    .leftJoin(
      services,
      and(eq(services.practiceId, lessons.practiceId), eq(services.id, lessons.serviceId)),
    )
    .where(
      and(
        eq(bookings.practiceId, record.practiceId),
        among(bookings.clientId, record.clientIds),
        among(bookingBabies.babyId, record.babyIds),
        record.reader.is === "guardian"
          ? sql`${bookings.cancelRule} is distinct from 'untold'`
          : sql`true`,
      ),
    )
    .orderBy(asc(lessons.startsAt));
  if (rows.length === 0) return [];
  const table: Block = {
    is: "table",
    head: [t("record.when"), t("record.lesson"), t("record.with"), t("record.was")],
    rows: rows.map((row) => [
      moment(row.startsAt, row.zone),
      row.service,
      row.practitioner,
      t(`record.status.${row.status}`),
    ]),
  };
  return [{ is: "heading", text: t("record.lessons") }, table];
};

export const familyParts: readonly RecordPart[] = [people, facts, taught];
