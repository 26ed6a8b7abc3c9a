-- How much room a family's files take, those it does not see among them. Whoever fills in a form by their own link sends files as well.
create or replace function room_of_files(p_practice uuid, p_client uuid) returns table (files bigint, bytes bigint)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not coalesce(p_practice = any (array(select app_practices())) and (app_actor() in ('staff', 'system')
      or (app_actor() = 'parent' and p_client = any (array(select my_clients())))
      or (app_actor() = 'link' and link_subject('forms') is not null and p_client = link_client())), false) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  return query select count(*), coalesce(sum(f.size), 0)::bigint from files f
    where f.practice_id = p_practice and f.client_id = p_client;
end $$;
