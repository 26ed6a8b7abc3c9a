-- A lesson that was taken back before anybody told the family is not the family's any more: whoever moves it at that moment
-- hears that it changed, as with any other lesson. The rest is as before (0016_on_top_is_taken.sql).
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
  if not p_practice = any (array(select app_practices())) or not coalesce(free or app_actor() in ('parent', 'link'), false)
      or (p_on_top and not free) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
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
        answer_by = case when status = 'requested' then least(answer_by, p_starts) end,
        version = version + 1, sequence = sequence + 1
      where practice_id = p_practice and id = p_id and version = p_version and status in ('held', 'requested', 'confirmed');
    if not found then return 'changed'; end if;
  exception when exclusion_violation then return 'taken';
  end;
  return 'moved';
end $$;
