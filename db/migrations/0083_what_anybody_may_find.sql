-- Whether somebody was asked to fill in a form. What was typed into one after the session had ended is kept for nobody who is
-- known (intake.park_draft), so at least its form must be there: ids are not guessed, and a stranger fills no table.
create function form_is_asked(p_assignment uuid) returns boolean language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (select 1 from form_assignments
      where practice_id = any(array(select practice_id from practices)) and id = p_assignment)
  $$;
--> statement-breakpoint
-- Whether this installation belongs to somebody. An account says nothing of that: whoever proves an address has one.
create function has_owner() returns boolean language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select 1 from practices) or exists (select 1 from users where admin_since_at is not null) $$;
