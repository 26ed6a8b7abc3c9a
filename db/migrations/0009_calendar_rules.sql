-- Tables made since the last migration obey their policies for their owner as well.
do $$
declare t record;
begin
  for t in select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relrowsecurity and not c.relforcerowsecurity
  loop
    execute format('alter table %s force row level security', t.name);
  end loop;
end $$;
--> statement-breakpoint
-- What staff put on top of another lesson, with a reason, is the one thing that may overlap.
alter table lessons drop constraint lessons_no_overlap;
--> statement-breakpoint
alter table lessons add constraint lessons_no_overlap
  exclude using gist (practitioner_id with =, tstzrange(blocked_from, blocked_until) with &&)
  where (status in ('held', 'requested', 'confirmed', 'completed', 'no_show') and not on_top);
--> statement-breakpoint
-- Minutes on the way between two points: the straight line, and a third more for roads. Nothing where a point is not
-- known. lib/availability/travel.ts counts the same way; travel.test.ts holds the two together.
create function travel_minutes(p_lat double precision, p_lng double precision, q_lat double precision, q_lng double precision, p_kmh integer)
  returns integer language sql immutable parallel safe
as $$
  select coalesce(ceil(2 * 6371 * asin(least(1, sqrt(
      power(sin(radians(q_lat - p_lat) / 2), 2)
      + cos(radians(p_lat)) * cos(radians(q_lat)) * power(sin(radians(q_lng - p_lng) / 2), 2))))
    * 1.3 / p_kmh * 60 - 1e-9)::integer, 0)
$$;
--> statement-breakpoint
-- Days on which the practitioner or the service has as many lessons as were allowed, in a place's own days: those days
-- and every day of a week that is full. `p_except` is a lesson that does not count, such as the one that is moved.
create function full_days(p_practitioner uuid, p_service uuid, p_zone text, p_from date, p_until date, p_except uuid)
  returns setof date language sql stable security definer set search_path = public, pg_temp
as $$
  with limits as (
    select p.max_per_day as all_day, p.max_per_week as all_week, s.max_per_day as one_day, s.max_per_week as one_week
    from practitioners p left join services s on s.practice_id = p.practice_id and s.id = p_service
    where p.id = p_practitioner and num_nonnulls(p.max_per_day, p.max_per_week, s.max_per_day, s.max_per_week) > 0
      and (p.published_at is not null or p.practice_id = any (array(select app_practices())))
  ), given as (
    select (l.starts_at at time zone p_zone)::date as on_day, count(*) as n, count(*) filter (where l.service_id = p_service) as ones
    from limits, practitioners p join lessons l on l.practice_id = p.practice_id and l.practitioner_id = p.id
    where p.id = p_practitioner and l.kind = 'lesson' and l.id is distinct from p_except
      and l.starts_at >= (p_from - 8)::timestamp and l.starts_at < (p_until + 9)::timestamp
      and (l.status in ('requested', 'confirmed', 'completed', 'no_show') or (l.status = 'held' and l.hold_expires_at > clock_timestamp()))
    group by 1
  ), weeks as (
    select date_trunc('week', on_day)::date as monday, sum(n) as n, sum(ones) as ones from given group by 1
  )
  select d.on_day from (
    select g.on_day from given g, limits m where g.n >= m.all_day or g.ones >= m.one_day
    union
    select w.monday + i from weeks w, limits m, generate_series(0, 6) i where w.n >= m.all_week or w.ones >= m.one_week
  ) d where d.on_day between p_from and p_until
$$;
--> statement-breakpoint
-- Whether a lesson may still be there: not more of them than were allowed that day and week, and none so near that the
-- way between the two places is longer than the time between them. The caller holds the practitioner's lock.
create function within_limits(p_practice uuid, p_id uuid, p_practitioner uuid, p_service uuid,
  p_from timestamptz, p_until timestamptz, p_zone text, p_local timestamp, p_lat double precision, p_lng double precision)
  returns boolean language sql volatile security definer set search_path = public, pg_temp
as $$
  select not exists (select 1 from full_days(p_practitioner, p_service, p_zone, p_local::date, p_local::date, p_id))
    and not exists (
      select 1 from practitioners p join lessons l on l.practice_id = p.practice_id and l.practitioner_id = p.id
      where p.practice_id = p_practice and p.id = p_practitioner and p.travel_kmh is not null and p_lat is not null
        and l.id <> p_id and l.latitude is not null
        and l.starts_at > p_from - interval '20 hours' and l.starts_at < p_until + interval '20 hours'
        and (l.status in ('requested', 'confirmed', 'completed', 'no_show') or (l.status = 'held' and l.hold_expires_at > clock_timestamp()))
        and greatest(p_from - l.blocked_until, l.blocked_from - p_until)
          < make_interval(mins => travel_minutes(l.latitude, l.longitude, p_lat, p_lng, p.travel_kmh)))
$$;
--> statement-breakpoint
-- Limits and ways between places ask about other rows, so who takes time under them queues; who has none does not wait.
create function calendar_is_limited(p_practice uuid, p_practitioner uuid, p_service uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
as $$
  select exists (select 1 from practitioners p left join services s on s.practice_id = p.practice_id and s.id = p_service
    where p.practice_id = p_practice and p.id = p_practitioner
      and num_nonnulls(p.max_per_day, p.max_per_week, p.travel_kmh, s.max_per_day, s.max_per_week) > 0)
$$;
--> statement-breakpoint
drop function take_time(uuid, uuid, uuid, text, uuid, uuid, text, text, timestamptz, timestamptz, timestamptz, timestamptz, text, timestamp, integer, bytea);
--> statement-breakpoint
-- Takes a practitioner's time, for everybody who books: false when somebody else has it or a limit is reached.
-- A speculative insert: one winner, no deadlock, also when the caller cannot see the row in the way.
create function take_time(
  p_practice uuid, p_id uuid, p_practitioner uuid, p_kind text, p_service uuid, p_place uuid, p_title text, p_status text,
  p_starts timestamptz, p_ends timestamptz, p_from timestamptz, p_until timestamptz, p_zone text, p_local timestamp,
  p_hold_minutes integer, p_hold_secret bytea, p_answer_by timestamptz default null,
  p_lat double precision default null, p_lng double precision default null, p_on_top boolean default false
) returns boolean language plpgsql security definer set search_path = public, pg_temp
as $$
declare free boolean := app_actor() in ('staff', 'system');
begin
  if not p_practice = any (array(select app_practices())) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  if not free and (p_kind <> 'lesson' or p_on_top or p_status not in ('held', 'requested', 'confirmed')) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  if not free and calendar_is_limited(p_practice, p_practitioner, p_service) then
    perform pg_advisory_xact_lock(hashtextextended('calendar:' || p_practitioner, 0));
    if not within_limits(p_practice, p_id, p_practitioner, p_service, p_from, p_until, p_zone, p_local, p_lat, p_lng) then
      return false;
    end if;
  end if;
  update lessons set status = 'expired', hold_expires_at = null
    where practice_id = p_practice and practitioner_id = p_practitioner and status = 'held'
      and hold_expires_at <= clock_timestamp() and blocked_from < p_until and blocked_until > p_from;
  insert into lessons (practice_id, id, practitioner_id, kind, service_id, place_id, title, status, starts_at, ends_at,
      blocked_from, blocked_until, time_zone, local_start, hold_expires_at, hold_secret_hash, answer_by, latitude, longitude, on_top)
    values (p_practice, p_id, p_practitioner, p_kind, p_service, p_place, p_title, p_status, p_starts, p_ends,
      p_from, p_until, p_zone, p_local,
      case when p_status = 'held' then clock_timestamp() + make_interval(mins => p_hold_minutes) end, p_hold_secret,
      case when p_status = 'requested' then p_answer_by end, p_lat, p_lng, p_on_top)
    on conflict on constraint lessons_no_overlap do nothing;
  return found;
end $$;
--> statement-breakpoint
drop function move_time(uuid, uuid, integer, uuid, timestamptz, timestamptz, timestamptz, timestamptz, timestamp);
--> statement-breakpoint
-- Moves a lesson: 'moved', 'taken', 'full' (a limit or the way there) or 'changed' (somebody else changed it first).
-- The old time is kept until the new one is won. A family moves the lesson that is its own.
create function move_time(
  p_practice uuid, p_id uuid, p_version integer, p_practitioner uuid,
  p_starts timestamptz, p_ends timestamptz, p_from timestamptz, p_until timestamptz, p_local timestamp, p_on_top boolean default false
) returns text language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  free boolean := app_actor() in ('staff', 'system');
  mine boolean := (app_actor() = 'parent' and p_id = any (array(select my_lessons()))) or (app_actor() = 'link' and p_id = link_lesson());
  old lessons;
begin
  if not p_practice = any (array(select app_practices())) or not coalesce(free or mine, false) or (p_on_top and not free) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  -- An UPDATE has no ON CONFLICT: movers of one practitioner queue here, so that two of them cannot wait on each other.
  perform pg_advisory_xact_lock(hashtextextended('calendar:' || p_practitioner, 0));
  select * into old from lessons where practice_id = p_practice and id = p_id;
  if not free and not within_limits(p_practice, p_id, p_practitioner, old.service_id, p_from, p_until, old.time_zone, p_local,
      old.latitude, old.longitude) then
    return 'full';
  end if;
  update lessons set status = 'expired', hold_expires_at = null
    where practice_id = p_practice and practitioner_id = p_practitioner and status = 'held'
      and hold_expires_at <= clock_timestamp() and blocked_from < p_until and blocked_until > p_from;
  begin
    update lessons set practitioner_id = p_practitioner, starts_at = p_starts, ends_at = p_ends, blocked_from = p_from,
        blocked_until = p_until, local_start = p_local, on_top = p_on_top, version = version + 1, sequence = sequence + 1
      where practice_id = p_practice and id = p_id and version = p_version and status in ('held', 'requested', 'confirmed');
    if not found then return 'changed'; end if;
  exception when exclusion_violation then return 'taken';
  end;
  return 'moved';
end $$;
--> statement-breakpoint
drop function busy_times(uuid[], timestamptz, timestamptz);
--> statement-breakpoint
-- Taken time as the public may know it: whose and when, nothing else; calendars elsewhere count as well. Asked for a
-- point, it is longer by the way there and back. Found through the index of the exclusion constraint, whose predicate is
-- repeated for that, so that blocked time of any length is seen from any hour of it.
create function busy_times(p_practitioners uuid[], p_from timestamptz, p_until timestamptz,
  p_lat double precision default null, p_lng double precision default null)
  returns table (practitioner_id uuid, blocked_from timestamptz, blocked_until timestamptz)
  language sql stable security definer set search_path = public, pg_temp
as $$
  with asked as (
    select p.id, p.travel_kmh, case when p_lat is not null and p.travel_kmh is not null then interval '20 hours' else interval '0' end as wide
    from practitioners p where p.id = any (p_practitioners)
      and (p.published_at is not null or p.practice_id = any (array(select app_practices())))
  ), taken as (
    select a.id, a.travel_kmh, l.blocked_from, l.blocked_until, l.latitude, l.longitude, l.status, l.hold_expires_at
    from asked a join lessons l on l.practitioner_id = a.id
      and tstzrange(l.blocked_from, l.blocked_until) && tstzrange(p_from - a.wide, p_until + a.wide)
      and l.status in ('held', 'requested', 'confirmed', 'completed', 'no_show') and not l.on_top
    union all
    select a.id, a.travel_kmh, l.blocked_from, l.blocked_until, l.latitude, l.longitude, l.status, l.hold_expires_at
    from asked a join lessons l on l.practitioner_id = a.id and l.on_top
      and l.starts_at > p_from - interval '32 hours' and l.starts_at < p_until + interval '32 hours'
      and l.status in ('held', 'requested', 'confirmed', 'completed', 'no_show')
  )
  select t.id, t.blocked_from - w.way, t.blocked_until + w.way
  from taken t cross join lateral (
    select make_interval(mins => case when t.travel_kmh is null then 0
      else travel_minutes(t.latitude, t.longitude, p_lat, p_lng, t.travel_kmh) end) as way) w
  where (t.status <> 'held' or t.hold_expires_at > clock_timestamp())
    and t.blocked_from - w.way < p_until and t.blocked_until + w.way > p_from
  union all
  select o.practitioner_id, o.starts_at, o.ends_at from asked a join outside_busy o on o.practitioner_id = a.id
    and o.ends_at > p_from and o.starts_at < p_until
$$;
--> statement-breakpoint
drop function confirm_hold(uuid, uuid, uuid, timestamptz, bytea);
--> statement-breakpoint
-- Compare-and-set: a live hold of this service and start becomes a lesson, or a request for one, once, for whoever brings its secret.
create function confirm_hold(p_practice uuid, p_id uuid, p_service uuid, p_starts timestamptz, p_secret bytea, p_answer_by timestamptz default null)
  returns boolean language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not p_practice = any (array(select app_practices())) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  update lessons set status = case when p_answer_by is null then 'confirmed' else 'requested' end, answer_by = p_answer_by,
      hold_expires_at = null, version = version + 1
    where practice_id = p_practice and id = p_id and service_id = p_service and starts_at = p_starts
      and status = 'held' and hold_expires_at > clock_timestamp() and hold_secret_hash = p_secret;
  return found;
end $$;
--> statement-breakpoint
-- A family gives its own seat back; the lesson's time is free again once nobody sits in it. 'cancelled', or 'changed' when the seat is not as it was seen.
create function cancel_seat(p_practice uuid, p_booking uuid, p_version integer, p_reason text, p_rule text, p_fee integer)
  returns text language plpgsql security definer set search_path = public, pg_temp
as $$
declare seat bookings;
begin
  select * into seat from bookings where practice_id = p_practice and id = p_booking;
  if not p_practice = any (array(select app_practices())) or seat.id is null or not coalesce(
      (app_actor() = 'link' and p_booking = link_subject('booking'))
      or (app_actor() = 'parent' and seat.client_id = any (array(select my_clients()))), false) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  -- The lesson first, as staff do, so that the two cannot wait for each other.
  perform 1 from lessons where practice_id = p_practice and id = seat.lesson_id for update;
  update bookings set status = 'cancelled', cancelled_at = clock_timestamp(), cancelled_by = 'family', cancel_reason = p_reason,
      cancel_rule = p_rule, fee_minor = p_fee, version = version + 1
    where practice_id = p_practice and id = p_booking and version = p_version and status in ('requested', 'booked');
  if not found then return 'changed'; end if;
  update lessons set status = case when exists (select 1 from bookings b where b.practice_id = p_practice and b.lesson_id = seat.lesson_id
        and b.status <> 'cancelled') then status else 'cancelled' end,
      answer_by = case when exists (select 1 from bookings b where b.practice_id = p_practice and b.lesson_id = seat.lesson_id
        and b.status <> 'cancelled') then answer_by end,
      version = version + 1, sequence = sequence + 1
    where practice_id = p_practice and id = seat.lesson_id and status in ('requested', 'confirmed');
  return 'cancelled';
end $$;
--> statement-breakpoint
-- After a family moved its lesson, the seat's version rises and what it owes for it is written down; or it says that it will come.
create function note_seat(p_practice uuid, p_booking uuid, p_version integer, p_fee integer, p_confirmed boolean)
  returns boolean language plpgsql security definer set search_path = public, pg_temp
as $$
declare seat bookings;
begin
  select * into seat from bookings where practice_id = p_practice and id = p_booking;
  if not p_practice = any (array(select app_practices())) or seat.id is null or not coalesce(
      (app_actor() = 'link' and p_booking = link_subject('booking'))
      or (app_actor() = 'parent' and seat.client_id = any (array(select my_clients()))), false) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  update bookings set version = version + 1, fee_minor = fee_minor + p_fee,
      confirmed_at = case when p_confirmed then clock_timestamp() end
    where practice_id = p_practice and id = p_booking and version = p_version and status in ('requested', 'booked');
  return found;
end $$;
--> statement-breakpoint
-- A link that opens: one made for a single booking, until it was used.
create or replace function resolve_link(p_hash bytea) returns table (practice_id uuid, kind text, subject_id uuid)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select practice_id, kind, subject_id from links
  where token_hash = p_hash and revoked_at is null and used_at is null and expires_at > clock_timestamp()
$$;
--> statement-breakpoint
-- Uses up a link made for one booking of a service, in the booking's own transaction: false when it was used before.
create function use_service_link(p_practice uuid, p_hash bytea, p_service uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not p_practice = any (array(select app_practices())) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  update links set used_at = clock_timestamp()
    where practice_id = p_practice and token_hash = p_hash and kind = 'service' and subject_id = p_service
      and used_at is null and revoked_at is null and expires_at > clock_timestamp();
  return found;
end $$;
--> statement-breakpoint
-- Work that is due in any practice, as ids: what the clock's jobs may know without acting for one of them.
create function due_reminders(p_now timestamptz, p_most integer) returns table (practice_id uuid, id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'system' then raise exception 'not for this actor' using errcode = '42501'; end if;
  return query select r.practice_id, r.id from reminders r where r.done_at is null and r.due_at <= p_now order by r.due_at limit p_most;
end $$;
--> statement-breakpoint
create function due_requests(p_most integer) returns table (practice_id uuid, lesson_id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'system' then raise exception 'not for this actor' using errcode = '42501'; end if;
  return query select l.practice_id, l.id from lessons l where l.status = 'requested' and l.answer_by <= clock_timestamp()
    order by l.answer_by limit p_most;
end $$;
--> statement-breakpoint
create function due_calendars(p_before timestamptz, p_most integer) returns table (practice_id uuid, id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'system' then raise exception 'not for this actor' using errcode = '42501'; end if;
  return query select c.practice_id, c.id from outside_calendars c where c.last_tried_at is null or c.last_tried_at < p_before
    order by c.last_tried_at nulls first limit p_most;
end $$;
