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
-- A letter that a doctor was sent stays as it was read. Its words are sealed anew only by a job that changes keys.
create function keep_letter() returns trigger language plpgsql as $$
begin
  if (new.practice_id, new.id, new.referral_id, new.baby_id, new.created_at)
      is distinct from (old.practice_id, old.id, old.referral_id, old.baby_id, old.created_at)
    or (old.sent_at is not null and (new.sent_at, new.written_by, new.changed_at) is distinct from (old.sent_at, old.written_by, old.changed_at))
    or (old.sent_at is not null and new.body is distinct from old.body and app_actor() is distinct from 'system')
  then raise exception 'a letter stays as it was sent' using errcode = '42501'; end if;
  return new;
end $$;
--> statement-breakpoint
create trigger letters_kept before update on referral_letters for each row execute function keep_letter();
