-- Gives a held time back before it runs out, for whoever brings its secret. Whoever does so takes another time in the same
-- breath: two families that want each other's time would wait for each other, so they queue before they touch a row.
create or replace function release_hold(p_practice uuid, p_id uuid, p_secret bytea)
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
  perform pg_advisory_xact_lock(hashtextextended('calendar:' || v_practitioner, 0));
  update lessons set status = 'expired', hold_expires_at = null
    where practice_id = p_practice and id = p_id and status = 'held' and hold_secret_hash = p_secret;
  return found;
end $$;
