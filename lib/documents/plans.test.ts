import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { listen, readWhole, touched, where } from "@/db/testing/plans";
import { sealedDetailsOf } from "@/db/testing/referrals";
import { makeFamily, makePractice, type TestPractice } from "@/db/testing/world";
import { lettersDue } from "./letter-due.read";

// Which letters are owed, in a practice with 1,500 referrals of four years, 6,000 notes and lessons, and 4,500 consents.

const db = testDatabase();
let at: TestPractice;
let ear: ReturnType<typeof listen>;
const REFERRALS = 1500;
const GROWS = [
  ...["referrals", "referral_letters", "clients", "babies", "medical_notes", "consents"],
  ...["lessons", "bookings", "booking_babies"],
];

beforeAll(async () => {
  at = await makePractice(db.owner);
  const beside = await makePractice(db.owner);
  const { practiceId, practitionerId, serviceId, placeId, userId } = at;
  const { dataKey } = await makeFamily(db.owner, practiceId);
  const details = sealedDetailsOf(dataKey, dataKey.id);
  await db.owner.transaction(async (tx) => {
    // Foreign keys hold by how it is made; to look at each is most of the work.
    await tx.execute(sql`set local session_replication_role = replica`);
    const id = (kind: string, n = sql`n`) =>
      sql`(lpad(to_hex(1600000000000 + ${n}), 12, '0') || '7' || substr(md5(${kind} || ${n}), 1, 3) || '8'
        || substr(md5(${kind} || ${n}), 4, 15))::uuid`;
    const all = sql`generate_series(1, ${REFERRALS}::int) n`;
    // One referral a day, backwards; each family has a lesson and a note a week later, and three more.
    const came = sql`now() - make_interval(days => n::int)`;
    const held = sql`${came} + make_interval(days => 7 * k)`;
    const nk = sql`(n * 4 + k)`;
    const lessons = sql`${all}, generate_series(1, 4) k where n > 7 * k`;
    await tx.execute(sql`insert into clients (practice_id, id, name, source, data_key_id)
      select ${practiceId}::uuid, ${id("client")}, 'Family ' || n, 'referral', ${dataKey.id}::uuid from ${all}`);
    await tx.execute(sql`insert into guardians (practice_id, id, client_id, name, may_consent)
      select ${practiceId}::uuid, ${id("guardian")}, ${id("client")}, 'Parent ' || n, 'yes' from ${all}`);
    await tx.execute(sql`insert into babies (practice_id, id, client_id, first_name, born_on)
      select ${practiceId}::uuid, ${id("baby")}, ${id("client")}, 'Baby ' || n, date '2026-03-01' from ${all}`);
    // Beside it a practice with many more families, as on a real server.
    const others = sql`generate_series(10001, 25000) n`;
    await tx.execute(sql`insert into clients (practice_id, id, name, source, data_key_id)
      select ${beside.practiceId}::uuid, ${id("client")}, 'Family ' || n, 'staff', ${dataKey.id}::uuid from ${others}`);
    await tx.execute(sql`insert into babies (practice_id, id, client_id, first_name, born_on)
      select ${beside.practiceId}::uuid, ${id("baby")}, ${id("client")}, 'Baby ' || n, date '2026-03-01' from ${others}`);
    await tx.execute(sql`insert into referrals (practice_id, id, practitioner_id, reference, status, doctor_name, doctor_role,
        doctor_organisation, doctor_email, locale, data_key_id, details, email_confirmed_at, decided_at, client_id, baby_id,
        letter_wanted, created_at)
      select ${practiceId}::uuid, ${id("referral")}, ${practitionerId}::uuid, 'PLAN-' || n, 'booked', 'Dr N', 'gp', 'Surgery',
        'dr@example.com', 'en-GB', ${dataKey.id}::uuid, ${details}, ${came}, ${came}, ${id("client")}, ${id("baby")},
        (array['unsaid', 'first', 'end', 'both', 'none', 'worry'])[1 + n % 6], ${came} from ${all}`);
    // Most were written their letter after the first lesson.
    await tx.execute(sql`insert into referral_letters (practice_id, id, client_id, baby_id, referral_id, data_key_id, body,
        written_by, changed_at, sent_at)
      select ${practiceId}::uuid, ${id("letter")}, ${id("client")}, ${id("baby")}, ${id("referral")}, ${dataKey.id}::uuid,
        ${details}, ${userId}::uuid, ${came} + interval '8 days', ${came} + interval '8 days' from ${all} where n > 8 and n % 10 <> 1`);
    await tx.execute(sql`insert into lessons (practice_id, id, practitioner_id, service_id, place_id, status, starts_at, ends_at,
        blocked_from, blocked_until, time_zone, local_start, on_top)
      select ${practiceId}::uuid, ${id("lesson", nk)}, ${practitionerId}::uuid, ${serviceId}::uuid, ${placeId}::uuid, 'completed',
        ${held}, ${held} + interval '1 hour', ${held}, ${held} + interval '1 hour', 'UTC', (${held}) at time zone 'UTC', true
      from ${lessons}`);
    await tx.execute(sql`insert into bookings (practice_id, id, lesson_id, client_id, reference, status, source, price_minor,
        currency, completed_at)
      select ${practiceId}::uuid, ${id("booking", nk)}, ${id("lesson", nk)}, ${id("client")}, 'PLAN-' || ${nk}, 'completed',
        'referral', 4800, 'GBP', ${held} from ${lessons}`);
    await tx.execute(sql`insert into booking_babies (practice_id, booking_id, baby_id, client_id)
      select ${practiceId}::uuid, ${id("booking", nk)}, ${id("baby")}, ${id("client")} from ${lessons}`);
    await tx.execute(sql`insert into medical_notes (practice_id, id, client_id, baby_id, author_user_id, status, about_starts_at,
        time_zone, body, signed_at, content_hash, salt, signature, signing_key_id)
      select ${practiceId}::uuid, ${id("note", nk)}, ${id("client")}, ${id("baby")}, ${userId}::uuid, 'signed', ${held}, 'UTC',
        ${details}, ${held}, ${randomBytes(32)}, ${randomBytes(16)}, ${randomBytes(64)}, ${dataKey.id}::uuid from ${lessons}`);
    await tx.execute(sql`insert into consents (practice_id, id, client_id, guardian_id, kind, answer, text_version, locale, shown,
        text_sha256, signature, method, signed_at)
      select ${practiceId}::uuid, ${id("consent", nk)}, ${id("client")}, ${id("guardian")},
        (array['report_back', 'teaching', 'health_data'])[k], 'given', 1, 'en-GB', 'words',
        encode(sha256(convert_to('words', 'UTF8')), 'hex'), ${details}, 'account', ${came} from ${all}, generate_series(1, 3) k`);
  });
  await db.owner.execute(sql`vacuum analyze`);
  ear = listen(db.appUrl);
}, 120_000);
afterAll(async () => ear.end());

test("letters that are owed are found without reading the years that were, nor a table from end to end", async () => {
  const due = await lettersDue(at.staff("owner"), {});
  // Of four years so many would be asked for; of those whose doctor wants none, none.
  expect(due).toHaveLength(100);
  expect(new Set(due.map(({ atEnd }) => atEnd))).toEqual(new Set([true, false]));
  const found = await ear.plans(at.staff("owner"));
  expect(readWhole(found, GROWS)).toEqual([]);
  // Two years of referrals of four wishes of six, with what belongs to each: their baby, family, letter and four lessons.
  expect(touched(found), where(found)).toBeLessThan(((2 * 365 * 4) / 6) * 60);
});
