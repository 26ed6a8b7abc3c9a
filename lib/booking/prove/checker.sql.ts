import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/**
 * What must never be found in a database, whatever was done to it. A witness below the product, two triggers of the
 * proof's own database, notes every change of a lesson and of a booking with the transaction that made it, so that
 * histories are judged as well as what is left of them.
 */
const witness = [
  `create table prove_witness (
    n bigint generated always as identity primary key, xid xid not null, practice_id uuid not null,
    what text not null, id uuid not null, lesson_id uuid not null, kind text not null, was text, is_now text not null,
    moved boolean not null, ran_out boolean not null,
    version_was integer, version_now integer not null, sequence_was integer, sequence_now integer)`,
  "create index prove_witness_idx on prove_witness (practice_id, n)",
  "create index prove_witness_lesson_idx on prove_witness (practice_id, id, n)",
  `create function prove_note() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    if tg_table_name = 'lessons' then
      if tg_op = 'UPDATE' and (old.status, old.practitioner_id, old.starts_at, old.ends_at, old.blocked_from, old.blocked_until, old.on_top)
          is not distinct from (new.status, new.practitioner_id, new.starts_at, new.ends_at, new.blocked_from, new.blocked_until, new.on_top)
          and new.version >= old.version and new.sequence >= old.sequence then return null; end if;
      insert into prove_witness (xid, practice_id, what, id, lesson_id, kind, was, is_now, moved, ran_out, version_was,
          version_now, sequence_was, sequence_now)
        values (pg_current_xact_id()::xid, new.practice_id, 'lesson', new.id, new.id, new.kind,
          case when tg_op = 'UPDATE' then old.status end, new.status,
          tg_op = 'UPDATE' and (old.practitioner_id, old.starts_at, old.ends_at) is distinct from (new.practitioner_id, new.starts_at, new.ends_at),
          tg_op = 'UPDATE' and coalesce(old.hold_expires_at <= clock_timestamp(), false),
          case when tg_op = 'UPDATE' then old.version end, new.version,
          case when tg_op = 'UPDATE' then old.sequence end, new.sequence);
    else
      if tg_op = 'UPDATE' and old.status = new.status and new.version >= old.version then return null; end if;
      insert into prove_witness (xid, practice_id, what, id, lesson_id, kind, was, is_now, moved, ran_out, version_was, version_now)
        values (pg_current_xact_id()::xid, new.practice_id, 'booking', new.id, new.lesson_id, 'lesson',
          case when tg_op = 'UPDATE' then old.status end, new.status, false, false,
          case when tg_op = 'UPDATE' then old.version end, new.version);
    end if;
    return null;
  end $$`,
  // Not xmin: after a step of its own, a transaction writes on under another number.
  "create table prove_trail (practice_id uuid not null, seq bigint not null, xid xid not null, primary key (practice_id, seq))",
  `create function prove_audit() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    insert into prove_trail values (new.practice_id, new.seq, pg_current_xact_id()::xid);
    return null;
  end $$`,
  "create trigger prove_audit after insert on audit_events for each row execute function prove_audit()",
  "create trigger prove_lessons after insert or update on lessons for each row execute function prove_note()",
  "create trigger prove_bookings after insert or update on bookings for each row execute function prove_note()",
];

/**
 * Once for a database of the proof, as its owner and before anybody connects. Nobody pulls its plug, so no attempt waits
 * for the disk.
 */
export async function installWitness(owner: Database): Promise<void> {
  for (const statement of witness) await owner.execute(sql.raw(statement));
  const [row] = await owner.execute<{ name: string }>(sql`select current_database() as name`);
  const name = sql.identifier(row?.name ?? "");
  await owner.execute(sql`alter database ${name} set synchronous_commit = off`);
  // The checker's statement takes longer to plan than to run.
  await owner.execute(sql`alter database ${name} set plan_cache_mode = force_generic_plan`);
}

/**
 * Times outside which no lesson may be without a reason in the trail, in minutes of the place's day, and the least minutes
 * between two lessons at different places of somebody whose way counts.
 */
export type Allowed = { opens: number; closes: number; way: number };

export type Finding = { finding: string; id: string };

/**
 * Everything that is wrong in one practice, or in all; nothing is the proof. `since` is the last note of the witness
 * that was judged before.
 */
export async function findings(
  owner: Database,
  { practiceId, since = 0, allowed }: { practiceId?: string; since?: number; allowed: Allowed },
): Promise<Finding[]> {
  const within = (alias: string) =>
    practiceId === undefined
      ? sql`true`
      : sql`${sql.identifier(alias)}.practice_id = ${practiceId}::uuid`;
  const takes = sql.raw("in ('held', 'requested', 'confirmed', 'completed', 'no_show')");
  const rows = await owner.execute<Finding>(sql`
    with mine as (select * from lessons l where ${within("l")}),
    seats as (select * from bookings b where ${within("b")}),
    noted as (select * from prove_witness w where ${within("w")} and w.n > ${since}),
    trail as (select a.practice_id, a.seq, a.at, a.operation, a.subject_id, a.detail, p.xid
      from audit_events a join prove_trail p on p.practice_id = a.practice_id and p.seq = a.seq where ${within("a")}),
    -- What happened to each booking or its lesson, and what before and after it.
    history as (select *, lag(operation) over w as before, at - lag(at) over w as since, lead(operation) over w as after from (
        select t.*, s.id, s.status, s.cancel_rule from trail t join seats s on s.practice_id = t.practice_id and s.id::text = t.subject_id
        union all
        select t.*, s.id, s.status, s.cancel_rule from trail t join seats s on s.practice_id = t.practice_id and s.lesson_id::text = t.subject_id
      ) t where not t.detail ? 'released' and coalesce(t.detail->>'givenUp', '') <> 'false'
      window w as (partition by practice_id, id order by seq))
    select 'overlap' as finding, a.id::text as id from mine a join mine b on a.practitioner_id = b.practitioner_id and a.id < b.id
        and a.blocked_from < b.blocked_until and b.blocked_from < a.blocked_until
      where a.status ${takes} and b.status ${takes} and not a.on_top and not b.on_top
    union all
    -- Of two that lie on each other, whichever took its place last did so on top of the other, and said why.
    select 'beside what lies on top of another, without a reason', last.id::text
      from mine a join mine b on a.practitioner_id = b.practitioner_id and a.id < b.id and (a.on_top or b.on_top)
          and a.blocked_from < b.blocked_until and b.blocked_from < a.blocked_until and a.status ${takes} and b.status ${takes},
        lateral (select l.id, l.on_top from mine l where l.id in (a.id, b.id) order by (select max(w.n) from prove_witness w
          where w.practice_id = l.practice_id and w.what = 'lesson' and w.id = l.id and (w.was is null or w.was = 'cancelled' or w.moved)) desc
          limit 1) last
      where not last.on_top
    union all
    select 'on top of another without a reason', l.id::text from mine l
      where l.on_top and l.status ${takes}
        and not exists (select 1 from trail t where t.subject_id = l.id::text and t.detail ? 'onTop')
    union all
    select 'hold without an end', id::text from mine where status = 'held'
      and (hold_expires_at is null or hold_expires_at > clock_timestamp() + interval '10 minutes')
    union all
    select 'request without an answer day', id::text from mine where status = 'requested' and (answer_by is null or answer_by > starts_at)
    union all
    select 'request with less than the hour that whoever asks or moves it leaves to answer', l.id::text
      from mine l join seats s on s.practice_id = l.practice_id and s.lesson_id = l.id and s.status = 'requested'
        join (select practice_id, id, max(at) as at from history where operation in ('booking.book', 'booking.move_own',
          'booking.move_by_staff', 'booking.take_back') group by practice_id, id) h on h.practice_id = s.practice_id and h.id = s.id
      where l.status = 'requested' and l.answer_by < least(l.starts_at, h.at + interval '59 minutes')
    union all
    select 'an end of a hold on what is no hold', id::text from mine where status <> 'held' and hold_expires_at is not null
    union all
    select 'booking without its lesson', s.id::text from seats s left join mine l on l.id = s.lesson_id and l.practice_id = s.practice_id
      where (s.status = 'requested' and l.status is distinct from 'requested')
        or (s.status in ('booked', 'arrived') and l.status is distinct from 'confirmed')
    union all
    select 'lesson without its booking', l.id::text from mine l
      where l.kind = 'lesson' and l.status in ('requested', 'confirmed')
        and not exists (select 1 from seats s where s.lesson_id = l.id and s.practice_id = l.practice_id and s.status <> 'cancelled')
    union all
    select 'booking without a baby', s.id::text from seats s
      where not exists (select 1 from booking_babies y where y.practice_id = s.practice_id and y.booking_id = s.id)
    union all
    select 'outside the hours without a reason', l.id::text from mine l,
        lateral (select extract(epoch from (l.starts_at at time zone l.time_zone)::time) / 60 as opens,
          extract(epoch from (l.ends_at at time zone l.time_zone)::time) / 60 as closes) w
      where l.kind = 'lesson' and l.status in ('requested', 'confirmed') and (w.opens < ${allowed.opens} or w.closes > ${allowed.closes})
        and coalesce((select not t.detail ? 'outside' from trail t where t.subject_id = l.id::text
          and t.operation in ('booking.book_by_staff', 'booking.move_by_staff') order by t.seq desc limit 1), true)
    union all
    select 'promised another wall time', id::text from mine where local_start <> starts_at at time zone time_zone
    union all
    select 'version does not rise', id::text from noted where what = 'booking' and was is not null and version_now <= version_was
    union all
    select 'version falls', id::text from noted where what = 'lesson' and was is not null and version_now < version_was
    union all
    select 'sequence falls', id::text from noted where sequence_now < sequence_was
    union all
    select 'moved without a higher sequence', id::text from noted where moved and sequence_now <= sequence_was
    union all
    select 'cancelled or restored without a higher sequence', id::text from noted where what = 'lesson' and kind = 'lesson'
      and (is_now = 'cancelled') <> (was = 'cancelled') and sequence_now <= sequence_was
    union all
    select 'a way that no lesson goes: ' || coalesce(was, 'nothing') || ' to ' || is_now, id::text from noted
      where what = 'lesson' and was is distinct from is_now and (coalesce(was, ''), is_now) not in (('', 'held'), ('', 'requested'),
        ('', 'confirmed'), ('held', 'requested'), ('held', 'confirmed'), ('held', 'expired'), ('requested', 'confirmed'),
        ('requested', 'cancelled'), ('confirmed', 'cancelled'), ('cancelled', 'confirmed'), ('confirmed', 'requested'))
    union all
    select 'a way that no booking goes: ' || coalesce(was, 'nothing') || ' to ' || is_now, id::text from noted
      where what = 'booking' and was is distinct from is_now and (coalesce(was, ''), is_now) not in (('', 'requested'), ('', 'booked'),
        ('requested', 'booked'), ('requested', 'cancelled'), ('booked', 'cancelled'), ('cancelled', 'booked'),
        ('booked', 'requested'), ('cancelled', 'requested'))
    union all
    select 'a request again that nobody took back', w.id::text from noted w
      where w.is_now = 'requested' and w.was in ('booked', 'cancelled', 'confirmed')
        and not exists (select 1 from trail t where t.xid = w.xid and t.operation = 'booking.take_back' and t.detail->>'to' = 'requested')
    union all
    select 'taken back, though it was not what staff did a moment ago', id::text from history
      where operation = 'booking.take_back' and (since > interval '3 minutes' or (detail->>'back', coalesce(before, '')) not in
        (('booked', 'booking.book_by_staff'), ('approved', 'booking.approve'), ('declined', 'booking.decline')))
    union all
    select 'taken back, and stands as something else', id::text from history
      where operation = 'booking.take_back' and after is null
        and (status <> detail->>'to' or (detail->>'to') <> case detail->>'back' when 'booked' then 'cancelled' else 'requested' end
          or (status = 'cancelled' and cancel_rule is distinct from 'untold'))
    union all
    select 'a change that no audit row tells: ' || w.what || ' ' || coalesce(w.was, 'nothing') || ' to ' || w.is_now, w.id::text from noted w
      where not (w.is_now = 'expired' and w.ran_out)
        and not exists (select 1 from trail t where t.practice_id = w.practice_id and t.xid = w.xid
          and (t.subject_id = w.id::text or (w.what = 'lesson' and (w.is_now = 'expired' or exists (
            select 1 from seats s where s.lesson_id = w.id and s.id::text = t.subject_id)))))
    limit 20`);
  return [...rows];
}

/**
 * Lessons beyond the limits of their practitioner that nobody gave a reason for, in one practice or in all: such as two
 * took at once, each as the last one of the day. A request that is one again is asked for it when it is answered.
 */
async function beyondLimits(
  owner: Database,
  { practiceId, allowed }: { practiceId?: string; allowed: Allowed },
): Promise<Finding[]> {
  const within = practiceId === undefined ? sql`true` : sql`p.practice_id = ${practiceId}::uuid`;
  const rows = await owner.execute<Finding>(sql`
    with limited as (select * from practitioners p
      where ${within} and num_nonnulls(p.max_per_day, p.max_per_week, p.travel_kmh) > 0),
    reasons as (select a.practice_id, a.subject_id from audit_events a
      where a.practice_id in (select practice_id from limited) and (a.detail ? 'limits' or a.operation = 'booking.take_back')),
    mine as (select l.*, p.max_per_day, p.max_per_week, p.travel_kmh, l.local_start::date as on_day
      from limited p join lessons l on l.practice_id = p.practice_id and l.practitioner_id = p.id
      where l.kind = 'lesson'
        and (l.status in ('requested', 'confirmed') or (l.status = 'held' and l.hold_expires_at > clock_timestamp()))
        and not exists (select 1 from reasons r where r.practice_id = l.practice_id and (r.subject_id = l.id::text
          or r.subject_id in (select s.id::text from bookings s where s.practice_id = l.practice_id and s.lesson_id = l.id))))
    select 'more lessons than a day may have, without a reason' as finding, max(id::text) as id
      from mine group by practitioner_id, on_day, max_per_day having count(*) > max_per_day
    union all
    select 'more lessons than a week may have, without a reason', max(id::text)
      from mine group by practitioner_id, date_trunc('week', on_day), max_per_week having count(*) > max_per_week
    union all
    select 'nearer to another than the way is long, without a reason', a.id::text
      from mine a join mine b on a.practitioner_id = b.practitioner_id and a.id < b.id and a.latitude <> b.latitude
        and greatest(a.blocked_from - b.blocked_until, b.blocked_from - a.blocked_until) < make_interval(mins => ${allowed.way})
      where a.travel_kmh is not null
    limit 20`);
  return [...rows];
}

/** Everything that is wrong once nobody tries any more, with what only a crowd can do. */
export const findingsAtRest = async (
  owner: Database,
  of: { practiceId?: string; allowed: Allowed },
): Promise<Finding[]> => [...(await findings(owner, of)), ...(await beyondLimits(owner, of))];

/** The last note of the witness about a practice. */
export async function lastNote(owner: Database, practiceId: string): Promise<number> {
  const [row] = await owner.execute<{ n: string }>(
    sql`select coalesce(max(n), 0) as n from prove_witness where practice_id = ${practiceId}::uuid`,
  );
  return Number(row?.n ?? 0);
}
