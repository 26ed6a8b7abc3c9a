-- What was put on top of another lesson takes its time like every other: whoever comes after it needs a reason as well.
-- The constraint leaves such rows out, so the functions look for them.
create function on_top_there(p_practice uuid, p_id uuid, p_practitioner uuid, p_from timestamptz, p_until timestamptz)
  returns boolean language sql volatile security definer set search_path = public, pg_temp
as $$
  select exists (select 1 from lessons l where l.practice_id = p_practice and l.practitioner_id = p_practitioner and l.on_top
    and l.starts_at > p_from - interval '32 hours' and l.starts_at < p_until + interval '32 hours'
    and l.status in ('held', 'requested', 'confirmed', 'completed', 'no_show')
    and l.blocked_from < p_until and l.blocked_until > p_from and l.id <> p_id)
$$;
--> statement-breakpoint
revoke execute on function on_top_there(uuid, uuid, uuid, timestamptz, timestamptz) from public;
--> statement-breakpoint
-- Takes a practitioner's time, for everybody who books: false when somebody else has it or a limit is reached.
-- A speculative insert: one winner, no deadlock, also when the caller cannot see the row in the way.
create or replace function take_time(
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
create or replace function move_time(
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
        answer_by = case when status = 'requested' then least(answer_by, p_starts) end,
        version = version + 1, sequence = sequence + 1
      where practice_id = p_practice and id = p_id and version = p_version and status in ('held', 'requested', 'confirmed');
    if not found then return 'changed'; end if;
  exception when exclusion_violation then return 'taken';
  end;
  return 'moved';
end $$;
