drop function move_time(uuid, uuid, integer, uuid, timestamptz, timestamptz, timestamptz, timestamptz, timestamp, boolean);
--> statement-breakpoint
-- Moves a lesson: 'moved', 'taken', 'full' (a limit or the way there), 'shared' or 'changed' (somebody else changed it first).
-- The old time is kept until the new one is won. A request is answered until p_answer_by, which whoever moves it reckons
-- anew: an earlier time shortens it, and a later one gives it back. The family's link opens as long after the lesson as
-- before (LINK_DAYS_AFTER), however far and often it moves.
create function move_time(
  p_practice uuid, p_id uuid, p_version integer, p_practitioner uuid,
  p_starts timestamptz, p_ends timestamptz, p_from timestamptz, p_until timestamptz, p_local timestamp, p_on_top boolean default false,
  p_answer_by timestamptz default null
) returns text language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  free boolean := app_actor() in ('staff', 'system');
  mine boolean := (app_actor() = 'parent' and p_id = any (array(select my_lessons()))) or (app_actor() = 'link' and p_id = link_lesson());
  old lessons;
begin
  if not p_practice = any (array(select app_practices())) or not coalesce(free or app_actor() in ('parent', 'link'), false)
      or (p_on_top and not free) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  -- One that was taken back before anybody told the family is not the family's any more.
  if not free and not coalesce(mine, false) then return 'changed'; end if;
  -- An UPDATE has no ON CONFLICT: movers of one practitioner queue here, so that two of them cannot wait on each other.
  perform pg_advisory_xact_lock(hashtextextended('calendar:' || p_practitioner, 0));
  select * into old from lessons where practice_id = p_practice and id = p_id;
  if not free and (old.capacity > 1 or (select count(distinct b.client_id) from bookings b
      where b.practice_id = p_practice and b.lesson_id = p_id and b.status <> 'cancelled') > 1) then
    return 'shared';
  end if;
  if not free and not within_limits(p_practice, p_id, p_practitioner, old.service_id, p_from, p_until, old.time_zone, p_local,
      old.latitude, old.longitude) then
    return 'full';
  end if;
  update lessons set status = 'expired', hold_expires_at = null
    where practice_id = p_practice and practitioner_id = p_practitioner and status = 'held'
      and hold_expires_at <= clock_timestamp() and blocked_from < p_until and blocked_until > p_from;
  if not p_on_top and on_top_there(p_practice, p_id, p_practitioner, p_from, p_until) then return 'taken'; end if;
  begin
    update lessons set practitioner_id = p_practitioner, starts_at = p_starts, ends_at = p_ends, blocked_from = p_from,
        blocked_until = p_until, local_start = p_local, on_top = p_on_top,
        answer_by = case when status = 'requested' then least(coalesce(p_answer_by, answer_by), p_starts) end,
        version = version + 1, sequence = sequence + 1
      where practice_id = p_practice and id = p_id and version = p_version and status in ('held', 'requested', 'confirmed');
    if not found then return 'changed'; end if;
  exception when exclusion_violation then return 'taken';
  end;
  update links set expires_at = p_ends + interval '90 days'
    where practice_id = p_practice and kind = 'booking' and expires_at < p_ends + interval '90 days'
      and subject_id in (select b.id from bookings b where b.practice_id = p_practice and b.lesson_id = p_id);
  return 'moved';
end $$;
--> statement-breakpoint
-- Links of lessons that moved further than their links open.
update links k set expires_at = l.ends_at + interval '90 days'
  from bookings b join lessons l on l.practice_id = b.practice_id and l.id = b.lesson_id
  where k.practice_id = b.practice_id and k.subject_id = b.id and k.kind = 'booking' and b.status in ('requested', 'booked', 'arrived')
    and k.expires_at < l.ends_at + interval '90 days';
--> statement-breakpoint
-- Compare-and-set: a live hold of this service and start becomes a lesson, or a request for one, once, for whoever brings its
-- secret. Where the calendar has limits, whoever counts its lessons waits for this, or this for them: a hold that is booked in
-- its last moment is either a hold for them or a lesson, and never neither.
create or replace function confirm_hold(p_practice uuid, p_id uuid, p_service uuid, p_starts timestamptz, p_secret bytea, p_answer_by timestamptz default null)
  returns boolean language plpgsql security definer set search_path = public, pg_temp
as $$
declare v_practitioner uuid;
begin
  if not p_practice = any (array(select app_practices())) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  select practitioner_id into v_practitioner from lessons
    where practice_id = p_practice and id = p_id and status = 'held' and hold_secret_hash = p_secret;
  if v_practitioner is null then return false; end if;
  if calendar_is_limited(p_practice, v_practitioner, p_service) then
    perform pg_advisory_xact_lock(hashtextextended('calendar:' || v_practitioner, 0));
  end if;
  update lessons set status = case when p_answer_by is null then 'confirmed' else 'requested' end, answer_by = p_answer_by,
      hold_expires_at = null, version = version + 1
    where practice_id = p_practice and id = p_id and service_id = p_service and starts_at = p_starts
      and status = 'held' and hold_expires_at > clock_timestamp() and hold_secret_hash = p_secret;
  return found;
end $$;
--> statement-breakpoint
-- The trail of a booking is read as well by the job that tells of a request, as what a family knows already is no news.
-- The rest is as before (0074_bookings_of_a_family_are_found_by_their_keys.sql).
create or replace function booking_trail(p_practice uuid, p_booking uuid)
  returns table (seq bigint, at timestamptz, actor_kind text, actor_name text, operation text, detail jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare seat bookings;
begin
  select * into seat from bookings where practice_id = p_practice and id = p_booking;
  if not p_practice = any (array(select app_practices())) or seat.id is null or not coalesce(
      (app_actor() = 'link' and p_booking = link_subject('booking')) or my_booking(seat.client_id, seat.guardian_id)
      or app_actor() in ('staff', 'system'), false) then
    return;
  end if;
  return query
    select newest.seq, newest.at, newest.actor_kind,
      case when app_actor() = 'staff' and newest.actor_kind <> 'link' and newest.actor_id ~ '^[0-9a-f-]{36}$'
        then (select u.name from users u where u.id = newest.actor_id::uuid) end,
      newest.operation, newest.detail
    from (
      select e.seq, e.at, e.actor_kind, e.actor_id, e.operation, e.detail from audit_events e
      where e.practice_id = p_practice and e.subject_id in (seat.id::text, seat.lesson_id::text)
      order by e.seq desc limit 200) newest
    order by newest.seq;
end $$;
