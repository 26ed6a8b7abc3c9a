create function all_practices() returns table (practice_id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'system' then raise exception 'not for this actor' using errcode = '42501'; end if;
  return query select p.practice_id from practices p order by p.practice_id;
end $$;
