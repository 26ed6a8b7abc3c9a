-- The wall is asked about with every statement, mostly by somebody who stands in one practice: then nobody's families and
-- referrals are looked through. The practices are the same as before (0000_context.sql), one of them perhaps twice.
create or replace function app_practices() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if app_practice() is not null then return next app_practice(); end if;
  if app_actor() = 'parent' then
    return query select g.practice_id from guardians g where g.user_id = app_user();
  elsif app_actor() = 'doctor' then
    return query select r.practice_id from referrals r where r.doctor_user_id = app_user();
  end if;
end $$;
--> statement-breakpoint
-- How far a lesson that moves may be from where its row has it. A function, so that nobody who moves none pays for it.
create function lesson_slack(p_practice uuid, p_lesson uuid, p_lat double precision, p_lng double precision)
  returns double precision language sql stable
as $$
  select point_slack(p_practice,
    (select l.place_id from lessons l where l.practice_id = p_practice and l.id = p_lesson), p_lat, p_lng)
$$;
