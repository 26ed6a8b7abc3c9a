-- What the terms were when a lesson was booked is not known any more: those of today stand for all that is booked, and what
-- the family owes of a cancellation is what it owes. What they were told is the time, length and practitioner of the lesson,
-- unless they have yet to be told of another start.
update bookings b set cancel_hours = s.cancel_hours, grace_minutes = s.grace_minutes, late_fee_percent = s.late_fee_percent,
    illness_free = s.illness_free
  from lessons l join services s on s.practice_id = l.practice_id and s.id = l.service_id
  where l.practice_id = b.practice_id and l.id = b.lesson_id;
--> statement-breakpoint
update bookings b set told_ends_at = b.told_starts_at + (l.ends_at - l.starts_at), told_practitioner_id = l.practitioner_id
  from lessons l where l.practice_id = b.practice_id and l.id = b.lesson_id and b.told_starts_at is not null;
--> statement-breakpoint
update bookings set cancel_fee_minor = fee_minor where status = 'cancelled';
--> statement-breakpoint
-- Takes a practitioner's time, for everybody who books: false when somebody else has it or a limit is reached.
-- A speculative insert: one winner, no deadlock, also when the caller cannot see the row in the way. What lies on top of
-- another is outside the constraint, so whoever puts it there has the calendar alone; all others share it.
create or replace function take_time(
  p_practice uuid, p_id uuid, p_practitioner uuid, p_kind text, p_service uuid, p_place uuid, p_title text, p_status text,
  p_starts timestamptz, p_ends timestamptz, p_from timestamptz, p_until timestamptz, p_zone text, p_local timestamp,
  p_hold_minutes integer, p_hold_secret bytea, p_answer_by timestamptz default null,
  p_lat double precision default null, p_lng double precision default null, p_on_top boolean default false
) returns boolean language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  free boolean := app_actor() in ('staff', 'system');
  lock bigint := hashtextextended('calendar:' || p_practitioner, 0);
begin
  if not p_practice = any (array(select app_practices())) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  if not free and (p_kind <> 'lesson' or p_on_top or p_status not in ('held', 'requested', 'confirmed')) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  if p_on_top then
    perform pg_advisory_xact_lock(lock);
  elsif not free and calendar_is_limited(p_practice, p_practitioner, p_service) then
    perform pg_advisory_xact_lock(lock);
    if not within_limits(p_practice, p_id, p_practitioner, p_service, p_from, p_until, p_zone, p_local, p_lat, p_lng) then
      return false;
    end if;
  else
    perform pg_advisory_xact_lock_shared(lock);
  end if;
  update lessons set status = 'expired', hold_expires_at = null
    where practice_id = p_practice and practitioner_id = p_practitioner and status = 'held'
      and hold_expires_at <= clock_timestamp() and blocked_from < p_until and blocked_until > p_from;
  if not p_on_top and on_top_there(p_practice, p_id, p_practitioner, p_from, p_until) then return false; end if;
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
-- What a late move cost stays owed beside what the cancelling costs.
create or replace function cancel_seat(p_practice uuid, p_booking uuid, p_version integer, p_reason text, p_rule text, p_fee integer)
  returns text language plpgsql security definer set search_path = public, pg_temp
as $$
declare seat bookings;
begin
  select * into seat from bookings where practice_id = p_practice and id = p_booking;
  if not p_practice = any (array(select app_practices())) or seat.id is null or not coalesce(
      (app_actor() = 'link' and p_booking = link_subject('booking')) or my_booking(seat.client_id, seat.guardian_id), false) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  -- The lesson first, as staff do, so that the two cannot wait for each other.
  perform 1 from lessons where practice_id = p_practice and id = seat.lesson_id for update;
  update bookings set status = 'cancelled', cancelled_at = clock_timestamp(), cancelled_by = 'family', cancel_reason = p_reason,
      cancel_rule = p_rule, fee_minor = fee_minor + p_fee, cancel_fee_minor = p_fee, version = version + 1
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
-- Everything that happened to a booking and its lesson, the newest two hundred things of it in their order: for everybody who
-- works there and for the family itself. Names only for staff.
create or replace function booking_trail(p_practice uuid, p_booking uuid)
  returns table (seq bigint, at timestamptz, actor_kind text, actor_name text, operation text, detail jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare seat bookings;
begin
  select * into seat from bookings where practice_id = p_practice and id = p_booking;
  if not p_practice = any (array(select app_practices())) or seat.id is null or not coalesce(
      (app_actor() = 'link' and p_booking = link_subject('booking')) or my_booking(seat.client_id, seat.guardian_id)
      or app_actor() = 'staff', false) then
    return;
  end if;
  return query
    select * from (
      select e.seq, e.at, e.actor_kind, case when app_actor() = 'staff' then u.name end, e.operation, e.detail
      from audit_events e left join users u on u.id::text = e.actor_id and e.actor_kind <> 'link'
      where e.practice_id = p_practice and e.subject_id in (seat.id::text, seat.lesson_id::text)
      order by e.seq desc limit 200) newest
    order by newest.seq;
end $$;
--> statement-breakpoint
-- The last thing that staff did to a lesson's time, as they wrote it into the trail: so that it can be taken back, for the
-- same lesson and within minutes. Everybody who works there moves lessons, and only the owner reads the whole trail.
create function last_move(p_practice uuid, p_lesson uuid) returns table (at timestamptz, detail jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'staff' or not p_practice = any (array(select app_practices())) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  return query select e.at, e.detail from audit_events e
    where e.practice_id = p_practice and e.subject_id = p_lesson::text and e.operation = 'booking.move_by_staff'
    order by e.seq desc limit 1;
end $$;
