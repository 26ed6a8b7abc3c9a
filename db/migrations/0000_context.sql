-- Who is asking. The door (lib/work) sets these for one transaction; without them nobody sees a row.
create extension if not exists btree_gist;
--> statement-breakpoint
create function app_actor() returns text language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.actor', true), ''), 'nobody') $$;
--> statement-breakpoint
create function app_user() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.user_id', true), '')::uuid $$;
--> statement-breakpoint
create function app_practice() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.practice_id', true), '')::uuid $$;
--> statement-breakpoint
create function app_role() returns text language sql stable parallel safe
  as $$ select coalesce(current_setting('app.role', true), '') $$;
--> statement-breakpoint
create function link_subject(p_kind text) returns uuid language sql stable parallel safe
  as $$ select case when current_setting('app.link_kind', true) = p_kind then nullif(current_setting('app.link_subject', true), '')::uuid end $$;
--> statement-breakpoint
-- The functions below read tables that later migrations make.
set local check_function_bodies = off;
--> statement-breakpoint
-- Every practice this actor may touch at all: the outer wall of row-level security.
create function app_practices() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$
    select app_practice() where app_practice() is not null
    union select practice_id from guardians where app_actor() = 'parent' and user_id = app_user()
    union select practice_id from referrals where app_actor() = 'doctor' and doctor_user_id = app_user()
  $$;
--> statement-breakpoint
create function my_clients() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$ select client_id from guardians where app_actor() = 'parent' and user_id = app_user() $$;
--> statement-breakpoint
create function my_lessons() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$ select lesson_id from bookings where client_id = any(array(select my_clients())) $$;
--> statement-breakpoint
create function my_referrals() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$ select id from referrals where app_actor() = 'doctor' and doctor_user_id = app_user() $$;
--> statement-breakpoint
create function my_data_keys() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$
    select data_key_id from clients where id = any(array(select my_clients()))
    union select data_key_id from referrals where id = any(array(select my_referrals()))
  $$;
--> statement-breakpoint
create function published_practitioners() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$ select id from practitioners where published_at is not null $$;
--> statement-breakpoint
create function published_practices() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$ select practice_id from practitioners where published_at is not null $$;
--> statement-breakpoint
create function link_lesson() returns uuid language sql stable security definer set search_path = public, pg_temp
  as $$ select lesson_id from bookings where practice_id = app_practice() and id = link_subject('booking') $$;
--> statement-breakpoint
create function link_client() returns uuid language sql stable security definer set search_path = public, pg_temp
  as $$
    select client_id from bookings where practice_id = app_practice() and id = link_subject('booking')
    union all select client_id from referrals where practice_id = app_practice() and id = link_subject('referral')
  $$;
--> statement-breakpoint
create function link_data_key() returns uuid language sql stable security definer set search_path = public, pg_temp
  as $$
    select c.data_key_id from bookings b join clients c on c.practice_id = b.practice_id and c.id = b.client_id
      where b.practice_id = app_practice() and b.id = link_subject('booking')
    union all select data_key_id from referrals where practice_id = app_practice() and id = link_subject('referral')
  $$;
