import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import type postgres from "postgres";
import type { Tx } from "@/db/client";
import type { Offer } from "@/lib/booking/offer";
import { placeBooking } from "@/lib/booking/place";
import { lessonTimes } from "@/lib/booking/rules";
import { lessonAt, takingTime } from "@/lib/booking/time";
import { bookLesson } from "@/lib/booking/write";
import { family } from "@/lib/clients/write";
import type { Visitor } from "@/lib/core/actor";
import { newId, newReference } from "@/lib/core/id";
import type { Work } from "@/lib/work/command";
import { inContext } from "@/lib/work/context";
import { insertTogether } from "@/lib/work/rows";
import type { FreeTime } from "./free-times";

const visitor: Visitor = { kind: "visitor" };
const bornOn = "2026-08-24";
const gestationDays = 235;

function words() {
  const mark = randomBytes(6).toString("hex");
  return { name: `Ana ${mark}`, email: `ana-${mark}@example.com`, baby: `Mila ${mark}` };
}

/** The anchor: the same eleven rows as one statement, as the owner, with nothing asked and nobody checked. */
export async function bookInOneStatement(client: postgres.Sql, at: FreeTime): Promise<void> {
  const { practiceId, practitionerId, serviceId, placeId } = at.offer;
  const { name, email, baby } = words();
  const [lessonId, clientId, babyId] = [newId(), newId(), newId()];
  const [dataKeyId, bookingId] = [newId(), newId()];
  const times = lessonTimes(at.offer.timing, at.offer.zone, at.start);
  const payload = JSON.stringify({ practiceId, bookingId, event: "booked", sequence: 0 });
  const detail = JSON.stringify({ lessonId, clientId, source: "public", babies: 1 });
  await client`
    with
      key as (insert into data_keys (practice_id, id, wrapped, kid)
        values (${practiceId}, ${dataKeyId}, ${randomBytes(61)}, 1)),
      client as (insert into clients (practice_id, id, name, source, data_key_id)
        values (${practiceId}, ${clientId}, ${name}, 'booking', ${dataKeyId})),
      guardian as (insert into guardians (practice_id, id, client_id, name, email, locale)
        values (${practiceId}, ${newId()}, ${clientId}, ${name}, ${email}, 'en-GB')),
      baby as (insert into babies (practice_id, id, client_id, first_name, born_on, gestation_days)
        values (${practiceId}, ${babyId}, ${clientId}, ${baby}, ${bornOn}, ${gestationDays})),
      lesson as (insert into lessons (practice_id, id, practitioner_id, service_id, place_id, status, starts_at, ends_at,
          blocked_from, blocked_until, time_zone, local_start)
        values (${practiceId}, ${lessonId}, ${practitionerId}, ${serviceId}, ${placeId}, 'confirmed',
          ${times.startsAt}, ${times.endsAt}, ${times.blockedFrom}, ${times.blockedUntil}, ${times.timeZone}, ${times.localStart})),
      booking as (insert into bookings (practice_id, id, lesson_id, client_id, reference, source, price_minor, currency)
        values (${practiceId}, ${bookingId}, ${lessonId}, ${clientId}, ${newReference()}, 'public', 4800, 'GBP')),
      seat as (insert into booking_babies (practice_id, booking_id, baby_id, client_id)
        values (${practiceId}, ${bookingId}, ${babyId}, ${clientId})),
      link as (insert into links (practice_id, id, kind, subject_id, token_hash, secret, expires_at)
        values (${practiceId}, ${newId()}, 'booking', ${bookingId}, ${randomBytes(32)}, ${randomBytes(72)}, ${times.endsAt})),
      job as (insert into graphile_worker._private_jobs (task_id, payload, max_attempts)
        select id, ${payload}::text::json, 12 from graphile_worker._private_tasks where identifier = 'mail.booking'),
      head as (update audit_heads set seq = seq + 1, hash = ${randomBytes(32)} where practice_id = ${practiceId} returning seq)
    insert into audit_events (practice_id, seq, at, actor_kind, operation, subject_type, subject_id, detail, previous, hash)
      select ${practiceId}, seq, clock_timestamp(), 'visitor', 'booking.book', 'booking', ${bookingId}, ${detail}::text::jsonb,
        ${randomBytes(32)}, ${randomBytes(32)} from head`;
}

/**
 * What the command does once its questions are answered, by its own functions: the context, then take_time(), the
 * family's and the booking's rows and finish_work() in one statement.
 */
export async function bookByFunction(at: FreeTime): Promise<void> {
  const { offer } = at;
  const { practiceId } = offer;
  await inContext(
    visitor,
    async (tx) => {
      const lessonId = newId<"lesson">();
      const { name, email, baby } = words();
      const { made, rows } = family({
        practiceId,
        source: "booking",
        guardians: [{ name, email, locale: "en-GB" }],
        babies: [{ firstName: baby, bornOn, gestationDays }],
      });
      const [, placed] = await Promise.all([
        entered(tx, practiceId),
        withoutTheDoor(tx, practiceId, (work) =>
          placeBooking(
            work,
            { offer, lessonId, startsAt: at.start, source: "public", ...made },
            { family: rows, time: takingTime(lessonAt(offer, lessonId, at.start), "confirmed") },
          ),
        ),
      ]);
      if (!placed) throw new Error("the time was taken");
    },
    "read write",
  );
}

type Written = Pick<Work<Visitor>, "audit" | "enqueue" | "write">;
/** What a command's work does with audit rows, job rows and the others (lib/work/command.ts). */
export function withoutTheDoor<T>(tx: Tx, practiceId: string, run: (work: Written) => T): T {
  const entries: object[] = [];
  const jobs: object[] = [];
  return run({
    audit: ({ type, id }, detail) =>
      entries.push({ operation: "booking.book", subjectType: type, subjectId: id, detail }),
    enqueue: (name, payload) => jobs.push({ name, payload }),
    write: (rows, told, { when } = {}) => {
      told();
      const then = sql`finish_work(${practiceId}::uuid, ${JSON.stringify(entries)}::jsonb, ${JSON.stringify(jobs)}::jsonb)`;
      return insertTogether(tx, rows, { when, then });
    },
  });
}

/** What the form of a family that nobody knows sends. */
export function guest({ practiceId, serviceId }: Offer, start: Date) {
  const { name, email, baby } = words();
  return {
    practiceId,
    serviceId,
    start: start.toISOString(),
    guest: { name, email },
    babies: [
      {
        firstName: baby,
        bornOn: { day: "24", month: "8", year: "2026" },
        born: { early: "yes" as const, weeks: "33", days: "4" },
      },
    ],
  };
}

/** The whole command, as a form's action calls it. */
export async function bookThroughTheDoor({ offer, start }: FreeTime): Promise<void> {
  await bookLesson(visitor, guest(offer, start));
}

/** `enter` of a command, which takes no promise of its own: it must be on its way before what it is for. */
export const entered = async (tx: Tx, practiceId: string): Promise<unknown> =>
  tx.execute(sql`select set_config('app.practice_id', ${practiceId}, true)`);
