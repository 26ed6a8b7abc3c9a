-- A lesson that staff booked and took back before anybody told the family never was for it: neither the booking (its policy
-- says so) nor the lesson.
create or replace function my_lessons() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$
    select lesson_id from bookings where client_id = any(array(select my_clients())) and cancel_rule is distinct from 'untold'
    union select b.lesson_id from guardians g join bookings b on b.practice_id = g.practice_id and b.guardian_id = g.id
      where app_actor() = 'parent' and g.user_id = app_user() and b.cancel_rule is distinct from 'untold'
  $$;
--> statement-breakpoint
create or replace function link_lesson() returns uuid language sql stable security definer set search_path = public, pg_temp
  as $$
    select lesson_id from bookings where practice_id = app_practice() and id = link_subject('booking')
      and cancel_rule is distinct from 'untold'
  $$;
--> statement-breakpoint
-- Nor is a doctor told of it.
create or replace function referral_lessons(p_referrals uuid[])
  returns table (referral_id uuid, starts_at timestamptz, time_zone text, status text)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select distinct on (r.id) r.id, l.starts_at, l.time_zone,
    case when app_actor() in ('doctor', 'link') and exists (
        select 1 from (
          select distinct on (k.kind, k.guardian_id) k.kind, k.answer from consents k
            join clients c on c.practice_id = k.practice_id and c.id = k.client_id
            join clients own on own.practice_id = r.practice_id and own.id = b.client_id
          where k.practice_id = r.practice_id and k.kind in ('share_with_doctor', 'report_back')
            and coalesce(c.merged_into, c.id) = coalesce(own.merged_into, own.id)
          order by k.kind, k.guardian_id, k.signed_at desc, k.id desc) said
        where said.answer <> 'given' and (said.kind = 'share_with_doctor' or b.status in ('completed', 'no_show')))
      then 'not_told' else b.status end
  from referrals r
    join bookings b on b.practice_id = r.practice_id and b.referral_id = r.id
    join lessons l on l.practice_id = b.practice_id and l.id = b.lesson_id
  where r.id = any (p_referrals)
    and (r.id = any (array(select my_referrals()))
      or (r.practice_id = app_practice() and (r.id = link_subject('referral') or app_actor() in ('staff', 'system'))))
    and (b.cancel_rule is distinct from 'untold' or app_actor() in ('staff', 'system'))
  order by r.id, (b.status = 'cancelled'), b.created_at desc
$$;
