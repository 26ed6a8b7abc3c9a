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
-- A ciphertext that the change of keys put in another's place: the next generation's layout (lib/work/vault.ts), a later
-- generation, and as many bytes of words as before. Everything else is a change of what was written.
create function sealed_anew(p_old bytea, p_new bytea) returns boolean language sql stable as $$
  select pg_has_role(session_user, 'handsel_owner', 'member') and length(p_old) > 30 and length(p_new) > 30
    and get_byte(p_new, 0) = 2
    and get_byte(p_new, 1) * 256 + get_byte(p_new, 2)
      > case get_byte(p_old, 0) when 2 then get_byte(p_old, 1) * 256 + get_byte(p_old, 2) else 1 end
    and length(p_new) - 31 = length(p_old) - case get_byte(p_old, 0) when 2 then 31 else 29 end
$$;
--> statement-breakpoint
-- A signed note is changed or deleted by no role. The change of keys (scripts/keys-rotate.ts, a login of the tables' owner)
-- may replace its ciphertext and nothing else: content_hash tells afterwards that the words are the same. session_user,
-- not current_user: no function with the owner's rights is a way round.
create or replace function keep_signed_note() returns trigger language plpgsql as $$
begin
  if old.status = 'draft' then
    if tg_op = 'DELETE' then return old; end if;
    -- A note stays the note of its baby, its author and the time it was written for.
    if (new.practice_id, new.id, new.client_id, new.baby_id, new.author_user_id, new.created_at)
        is distinct from (old.practice_id, old.id, old.client_id, old.baby_id, old.author_user_id, old.created_at)
        or (new.status = 'signed' and new.signed_at not between clock_timestamp() - interval '1 minute' and clock_timestamp()) then
      raise exception 'a note keeps its baby, its author and its time' using errcode = '42501';
    end if;
    return new;
  end if;
  if tg_op = 'UPDATE' and sealed_anew(old.body, new.body)
      and to_jsonb(new) - 'body' = to_jsonb(old) - 'body' then
    return new;
  end if;
  raise exception 'a signed note cannot be changed' using errcode = '42501';
end $$;
--> statement-breakpoint
-- Versions, addenda and what was sent to the family: as they were written, except for the same change of keys.
create function keep_sealed_row() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and sealed_anew(old.body, new.body)
      and to_jsonb(new) - 'body' = to_jsonb(old) - 'body' then
    return new;
  end if;
  raise exception '% rows are kept as they are', tg_table_name using errcode = '42501';
end $$;
--> statement-breakpoint
create trigger note_versions_kept before update or delete on note_versions for each row execute function keep_sealed_row();
--> statement-breakpoint
create trigger note_addenda_kept before update or delete on note_addenda for each row execute function keep_sealed_row();
--> statement-breakpoint
create trigger note_summaries_kept before update or delete on note_summaries for each row execute function keep_sealed_row();
--> statement-breakpoint
create trigger note_openings_kept before update or delete on note_openings for each row execute function keep_as_signed();
--> statement-breakpoint
create trigger medical_notes_not_emptied before truncate on medical_notes for each statement execute function keep_as_signed();
--> statement-breakpoint
create trigger note_versions_not_emptied before truncate on note_versions for each statement execute function keep_as_signed();
--> statement-breakpoint
create trigger note_addenda_not_emptied before truncate on note_addenda for each statement execute function keep_as_signed();
--> statement-breakpoint
create trigger note_summaries_not_emptied before truncate on note_summaries for each statement execute function keep_as_signed();
--> statement-breakpoint
-- What hangs on a note belongs to it: an addendum and a summary follow a signature, and nobody writes them for another family.
create function beside_signed_note() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare note medical_notes;
begin
  select * into note from medical_notes where practice_id = new.practice_id and id = new.note_id for share;
  if note.client_id is distinct from new.client_id then
    raise exception 'of another family' using errcode = '23514';
  end if;
  if note.status <> 'signed' then
    raise exception 'the note is not signed' using errcode = '23514';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger note_addenda_signed before insert on note_addenda for each row execute function beside_signed_note();
--> statement-breakpoint
create trigger note_summaries_signed before insert on note_summaries for each row execute function beside_signed_note();
--> statement-breakpoint
-- Nothing is written into the history of a note that is signed already: the version of the signature is its last.
create function before_signature() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare note medical_notes;
begin
  select * into note from medical_notes where practice_id = new.practice_id and id = new.note_id for share;
  if note.client_id is distinct from new.client_id or new.version <> note.version
      or (note.status = 'signed') <> (new.kind = 'signed') or note.status = 'discarded' then
    raise exception 'not a version of this note' using errcode = '23514';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger note_versions_follow before insert on note_versions for each row execute function before_signature();
--> statement-breakpoint
-- Which lessons of a baby have a note already, without whose or what: so that nobody is reminded of a note that is there.
create function noted_lessons(p_since timestamptz) returns table (lesson_id uuid, baby_id uuid)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select lesson_id, baby_id from medical_notes
  where app_actor() = 'staff' and app_role() in ('owner', 'practitioner') and practice_id = app_practice()
    and lesson_id is not null and status <> 'discarded' and about_starts_at >= p_since
$$;
--> statement-breakpoint
-- That notes are there which are their author's alone: for the owner of the practice, who may open one with a reason.
create function closed_notes(p_baby uuid)
  returns table (id uuid, author_user_id uuid, status text, about_starts_at timestamptz, time_zone text)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select n.id, n.author_user_id, n.status, n.about_starts_at, n.time_zone from medical_notes n
  where app_actor() = 'staff' and app_role() = 'owner' and n.practice_id = app_practice() and n.baby_id = p_baby
    and n.privacy = 'author' and n.author_user_id <> app_user() and n.status <> 'discarded'
    and not exists (select 1 from note_openings o where o.practice_id = n.practice_id and o.note_id = n.id
      and o.user_id = app_user() and o.until_at > clock_timestamp())
$$;
