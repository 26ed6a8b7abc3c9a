import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { coming, comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { type Everything, linkKinds, makeEverything } from "@/db/testing/everything";
import { openPass } from "@/lib/booking/pass";
import { makeServiceLink } from "@/lib/booking/service-link.write";
import { blockTime } from "@/lib/booking/staff-time.write";
import { holdTime } from "@/lib/booking/write";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { allOperations } from "./registry";

// Every field that somebody without an account is told, by name: a new column cannot slip out unseen.

const modules = import.meta.glob<object>([
  "../*/{read,write}*.ts",
  "../*/*.{read,write}.ts",
  "!../*/*.test.ts",
]);
await Promise.all(Object.values(modules).map((load) => load()));

const visitor: Actor = { kind: "visitor" };
const publicQueries = () =>
  allOperations().filter(
    ({ kind, name, allow }) =>
      kind === "query" &&
      !name.startsWith("test.") &&
      [visitor, ...linkKinds.map((link) => at.link(link))].some(allow),
  );

const db = testDatabase();
let at: Everything;
let secrets: { hold: { id: string; secret: string }; service: string };
beforeAll(async () => {
  at = await makeEverything(db.owner);
  const { practiceId, practitionerId, serviceId, zone } = at;
  const colleague = newId<"practitioner">();
  await db.owner.insert(t.practitioners).values({
    ...{ practiceId, id: colleague, slug: `colleague-${colleague.slice(-12)}` },
    ...{ displayName: "Bea Finch", publishedAt: new Date(0) },
  });
  const [own] = await db.owner.select().from(t.services).where(eq(t.services.id, serviceId));
  if (!own) throw new Error("no service");
  await db.owner
    .insert(t.services)
    .values({ ...own, id: newId<"service">(), practitionerId: colleague });
  await db.owner.insert(t.weeklyHours).values({
    ...{ practiceId, id: newId(), practitionerId: colleague, weekday: 3 },
    ...{ startsAt: "09:00", endsAt: "17:00" },
  });
  const from = comingDay(zone, 3);
  await blockTime(at.staff(), {
    ...{ practitionerId, title: "Away", from, allDay: "on", handOverTo: colleague },
  });
  await db.owner
    .update(t.referrals)
    .set({ status: "accepted", clientId: at.family.clientId, babyId: at.family.babyId })
    .where(eq(t.referrals.id, at.referralId));
  await db.owner
    .update(t.practitioners)
    .set({ languages: ["en", "cy"] })
    .where(eq(t.practitioners.id, practitionerId));
  const start = coming(zone, 2, "10:00").toISOString();
  const held = await holdTime({ kind: "visitor" }, { practiceId, serviceId, start });
  const made = await makeServiceLink(at.staff(), { serviceId, days: 14 });
  secrets = {
    hold: { id: held.holdId, secret: openPass(held.pass) },
    service: openPass(made.pass),
  };
});

/** Who asks, and for what. */
const asked: Record<string, () => [Actor, unknown]> = {
  "availability.away": () => [visitor, { slug: at.slug, days: 60 }],
  "availability.slots": () => [visitor, { service: at.serviceId, days: 7 }],
  "booking.held": () => [visitor, { practiceId: at.practiceId, ...secrets.hold }],
  "booking.invited_to": () => [visitor, { secret: secrets.service }],
  "booking.times": () => [visitor, { slug: at.slug, serviceId: at.serviceId }],
  "clients.copies_question": () => [at.link("copies"), {}],
  "directory.certificates": () => [visitor, { q: at.slug.replace("-", " ") }],
  "directory.find": () => [visitor, {}],
  "directory.indexable": () => [visitor, {}],
  "directory.languages": () => [visitor, {}],
  "directory.profile": () => [visitor, { slug: at.slug }],
  "documents.form_files": () => [at.link("forms"), { assignmentId: at.formAssignmentId }],
  "intake.consents_to_sign": () => [at.link("forms"), {}],
  "intake.fill": () => [at.link("forms"), { assignmentId: at.formAssignmentId }],
  "intake.link_consent_page": () => [at.link("forms"), { locale: "en-GB" }],
  "intake.to_fill": () => [at.link("forms"), {}],
  "referrals.for_booking": () => [at.link("family"), {}],
  "referrals.practitioner": () => [visitor, { slug: at.slug }],
  "referrals.target": () => [visitor, { slug: at.slug }],
  "referrals.targets": () => [visitor, { country: "GB" }],
  "referrals.track": () => [at.link("referral"), { referralId: at.referralId }],
};
/** Told in full where they are made. */
const elsewhere: Record<string, string> = {
  "accounts.is_set_up": "a yes or a no",
  "accounts.read_asked": "lib/accounts/sign-in.test.ts: the masked address that asked",
  "accounts.read_invitation": "lib/accounts/team.test.ts: what an invitation says",
  "accounts.read_link": "lib/accounts/sign-in.test.ts: the address of a link",
  "booking.address": "lib/booking/read.test.ts: the holder's own address",
  "booking.by_link": "lib/booking/read.test.ts: a snapshot with its values",
  "booking.own_times": "the picker of booking.times, for a booking of one's own",
  "booking.trail": "lib/booking/trail.test.ts: what happened to a booking of one's own",
  "documents.form_file_place": "the id that was asked for",
  "documents.letter": "lib/documents/letter.test.ts: the letter as it was sent",
  "documents.letters_for_doctor": "lib/documents/letter.test.ts: every line of it by name",
  "growth.shared": "lib/growth/share.test.ts: the summary as it was written",
  "intake.own_signed": "lib/intake/intake.test.ts: what the holder signed",
  "referrals.declined": "lib/referrals/decide.test.ts: the doctor's own form again",
  "referrals.offered": "lib/referrals/decide.test.ts: the times that were offered",
};

test("every query that needs no account is looked at", () => {
  const known = { ...asked, ...elsewhere };
  expect(
    publicQueries()
      .map(({ name }) => name)
      .filter((name) => !(name in known)),
  ).toEqual([]);
});

/** The paths of all fields, those of a list's items together: `days[].times[]: number`. */
function fieldsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsOf(item, `${path}[]`));
  if (value === null || typeof value !== "object" || value instanceof Date) return [path];
  if (value instanceof Map) return fieldsOf(Object.fromEntries(value), path);
  return Object.entries(value).flatMap(([name, part]) => {
    const below = fieldsOf(part, path ? `${path}.${name}` : name);
    return below.length > 0 ? below : [path ? `${path}.${name}[]` : `${name}[]`];
  });
}

test.each(Object.keys(asked))("22: what %s tells", async (name) => {
  const [actor, input] = asked[name]?.() ?? [visitor, {}];
  const operation = allOperations().find((one) => one.name === name);
  const told = await operation?.call(actor, input);
  expect(told).toBeDefined();
  expect([...new Set(fieldsOf(told))].sort()).toMatchSnapshot();
});
