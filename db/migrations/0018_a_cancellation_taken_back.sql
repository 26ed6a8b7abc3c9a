-- Takes the time of a cancelled lesson back: 'restored', 'taken' or 'changed'. What staff had put on top of another lesson
-- comes back only where nobody is now: its reason was for then. Staff hold the lesson's row already.
create function retake_time(p_practice uuid, p_id uuid, p_version integer) returns text
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare old lessons;
begin
  if app_actor() <> 'staff' or not p_practice = any (array(select app_practices())) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  select * into old from lessons where practice_id = p_practice and id = p_id;
  if old.id is null then return 'changed'; end if;
  perform pg_advisory_xact_lock(hashtextextended('calendar:' || old.practitioner_id, 0));
  update lessons set status = 'expired', hold_expires_at = null
    where practice_id = p_practice and practitioner_id = old.practitioner_id and status = 'held'
      and hold_expires_at <= clock_timestamp() and blocked_from < old.blocked_until and blocked_until > old.blocked_from;
  if on_top_there(p_practice, p_id, old.practitioner_id, old.blocked_from, old.blocked_until) then return 'taken'; end if;
  begin
    update lessons set status = 'confirmed', on_top = false, version = version + 1, sequence = sequence + 1
      where practice_id = p_practice and id = p_id and version = p_version and status = 'cancelled';
    if not found then return 'changed'; end if;
  exception when exclusion_violation then return 'taken';
  end;
  return 'restored';
end $$;
