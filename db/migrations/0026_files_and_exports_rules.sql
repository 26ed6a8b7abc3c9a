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
-- Ciphertext does not get smaller by being packed.
alter table file_parts alter column body set storage external;
--> statement-breakpoint
alter table export_parts alter column body set storage external;
--> statement-breakpoint
-- How much room a family's files take, those it does not see among them.
create function room_of_files(p_practice uuid, p_client uuid) returns table (files bigint, bytes bigint)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not coalesce(p_practice = any (array(select app_practices())) and (app_actor() in ('staff', 'system')
      or (app_actor() = 'parent' and p_client = any (array(select my_clients())))), false) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  return query select count(*), coalesce(sum(f.size), 0)::bigint from files f
    where f.practice_id = p_practice and f.client_id = p_client;
end $$;
