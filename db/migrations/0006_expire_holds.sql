-- Held times that ran out, of all practices: what the clean job may do without acting for any of them.
create function expire_holds() returns integer
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare n integer;
begin
  if app_actor() <> 'system' then raise exception 'not for this actor' using errcode = '42501'; end if;
  update lessons set status = 'expired', hold_expires_at = null
    where (practice_id, id) in (
      select practice_id, id from lessons where status = 'held' and hold_expires_at <= clock_timestamp()
        for update skip locked);
  get diagnostics n = row_count;
  return n;
end $$;
