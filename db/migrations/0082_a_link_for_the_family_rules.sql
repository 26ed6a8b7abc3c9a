-- A family's link opens what the booking page greets it with: the names of its own record and the times that were suggested
-- to it. The doctor's link opens the referral, and nothing of the record that grew from it but what was sent to the doctor.
create or replace function link_client() returns uuid language sql stable security definer set search_path = public, pg_temp
  as $$
    select client_id from bookings where practice_id = app_practice() and id = link_subject('booking')
    union all select client_id from referrals where practice_id = app_practice() and id = link_subject('family')
    union all select client_id from guardians where practice_id = app_practice() and id = link_subject('forms')
  $$;
--> statement-breakpoint
create or replace function link_data_key() returns uuid language sql stable security definer set search_path = public, pg_temp
  as $$
    select c.data_key_id from bookings b join clients c on c.practice_id = b.practice_id and c.id = b.client_id
      where b.practice_id = app_practice() and b.id = link_subject('booking')
    union all select data_key_id from referrals
      where practice_id = app_practice() and id in (link_subject('referral'), link_subject('family'))
    union all select c.data_key_id from guardians g join clients c on c.practice_id = g.practice_id and c.id = g.client_id
      where g.practice_id = app_practice() and g.id = link_subject('forms')
  $$;
--> statement-breakpoint
-- A booking attaches to the family's link alone: its doctor follows the referral and books nothing.
create or replace function referral_of_link(p_hash bytea)
  returns table (practice_id uuid, referral_id uuid, practitioner_id uuid, client_id uuid, baby_id uuid, data_key_id uuid, wrapped bytea)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select r.practice_id, r.id, r.practitioner_id, r.client_id, r.baby_id, k.id, k.wrapped
  from links l
    join referrals r on r.practice_id = l.practice_id and r.id = l.subject_id
    join clients c on c.practice_id = r.practice_id and c.id = r.client_id
    join data_keys k on k.practice_id = c.practice_id and k.id = c.data_key_id
  where l.token_hash = p_hash and l.kind = 'family' and l.revoked_at is null and l.expires_at > clock_timestamp()
    and r.status = 'accepted'
$$;
