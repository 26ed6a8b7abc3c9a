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
-- What was measured is never written over. A value is sealed anew only by a job that changes keys, or with the row's
-- move to another family; an entry is voided once and stays voided; a confirmation is not taken back.
create function keep_measurement() returns trigger language plpgsql as $$
begin
  if (new.practice_id, new.id, new.baby_id, new.kind, new.measured_on, new.source, new.entered_by, new.entered_as, new.created_at)
      is distinct from (old.practice_id, old.id, old.baby_id, old.kind, old.measured_on, old.source, old.entered_by, old.entered_as, old.created_at)
    or (new.measured_time, new.replaces_id) is distinct from (old.measured_time, old.replaces_id)
    or (new.value is distinct from old.value and new.client_id = old.client_id and app_actor() is distinct from 'system')
    or (old.voided_at is not null and (new.voided_at, new.voided_by, new.void_reason) is distinct from (old.voided_at, old.voided_by, old.void_reason))
    or (old.confirmed_at is not null and (new.confirmed_at, new.confirmed_by) is distinct from (old.confirmed_at, old.confirmed_by))
  then raise exception 'a measurement stays as it was entered' using errcode = '42501'; end if;
  return new;
end $$;
--> statement-breakpoint
create trigger measurements_kept before update on measurements for each row execute function keep_measurement();
