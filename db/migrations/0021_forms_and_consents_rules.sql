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
create or replace function link_client() returns uuid language sql stable security definer set search_path = public, pg_temp
  as $$
    select client_id from bookings where practice_id = app_practice() and id = link_subject('booking')
    union all select client_id from referrals where practice_id = app_practice() and id = link_subject('referral')
    union all select client_id from guardians where practice_id = app_practice() and id = link_subject('forms')
  $$;
--> statement-breakpoint
create or replace function link_data_key() returns uuid language sql stable security definer set search_path = public, pg_temp
  as $$
    select c.data_key_id from bookings b join clients c on c.practice_id = b.practice_id and c.id = b.client_id
      where b.practice_id = app_practice() and b.id = link_subject('booking')
    union all select data_key_id from referrals where practice_id = app_practice() and id = link_subject('referral')
    union all select c.data_key_id from guardians g join clients c on c.practice_id = g.practice_id and c.id = g.client_id
      where g.practice_id = app_practice() and g.id = link_subject('forms')
  $$;
--> statement-breakpoint
-- What was signed or published stays as it was: no role changes or removes it, the owner of the tables neither.
create function keep_as_signed() returns trigger language plpgsql as $$
begin
  raise exception '% rows are kept as they are', tg_table_name using errcode = '42501';
end $$;
--> statement-breakpoint
create trigger consents_kept before update or delete on consents for each row execute function keep_as_signed();
--> statement-breakpoint
create trigger consents_not_emptied before truncate on consents for each statement execute function keep_as_signed();
--> statement-breakpoint
create trigger form_versions_kept before update or delete on form_versions for each row execute function keep_as_signed();
--> statement-breakpoint
create trigger form_versions_not_emptied before truncate on form_versions for each statement execute function keep_as_signed();
