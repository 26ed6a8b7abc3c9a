ALTER TABLE "medical_notes" ADD COLUMN "incident" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "medical_notes_seen_to_idx" ON "medical_notes" USING btree ("practice_id","about_starts_at") WHERE status = 'draft' or incident;--> statement-breakpoint
-- Which lessons of a baby have a note already, without whose or what (0024_notes_that_stay_rules.sql). A draft of somebody
-- who writes here no more is none: nobody would be reminded of a lesson whose note will never be signed.
create or replace function noted_lessons(p_since timestamptz) returns table (lesson_id uuid, baby_id uuid)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select n.lesson_id, n.baby_id from medical_notes n
  where app_actor() = 'staff' and app_role() in ('owner', 'practitioner') and n.practice_id = app_practice()
    and n.lesson_id is not null and n.about_starts_at >= p_since
    and (n.status = 'signed' or n.status = 'draft' and exists (select 1 from practice_members m where m.practice_id = n.practice_id
      and m.user_id = n.author_user_id and m.deactivated_at is null and m.role <> 'front_desk'))
$$;
--> statement-breakpoint
-- What the owner of the practice sees to, private notes too, without a word of them: drafts of others, each with whether its
-- author writes here no more, and signed notes of a lesson in which something went wrong.
create function notes_to_see_to()
  returns table (id uuid, baby_id uuid, lesson_id uuid, author_user_id uuid, privacy text, status text,
    about_starts_at timestamptz, time_zone text, author_left boolean)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select n.id, n.baby_id, n.lesson_id, n.author_user_id, n.privacy, n.status, n.about_starts_at, n.time_zone,
    not exists (select 1 from practice_members m where m.practice_id = n.practice_id
      and m.user_id = n.author_user_id and m.deactivated_at is null and m.role <> 'front_desk')
  from medical_notes n
  where app_actor() = 'staff' and app_role() = 'owner' and n.practice_id = app_practice()
    and (n.status = 'draft' and n.author_user_id <> app_user() or n.status = 'signed' and n.incident)
$$;
