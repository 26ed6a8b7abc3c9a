-- The bookings of one family and the lesson of each, whatever PostgreSQL knew of the tables when it planned this: in a
-- database that was empty then, it went through all of the practice's lessons for each booking. The answer is as before.
create or replace function address_bookings(p_practice uuid, p_email text) returns table (known boolean, open integer)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not p_practice = any (array(select app_practices())) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  return query
    select count(*) > 0, count(distinct b.id) filter (where b.ends_at > clock_timestamp())::integer
    from guardians g left join lateral (
      select s.id, (select l.ends_at from lessons l where l.practice_id = p_practice and l.id = s.lesson_id) as ends_at
      from bookings s where s.practice_id = p_practice and s.client_id = g.client_id and s.status in ('requested', 'booked')
      offset 0) b on true
    where g.practice_id = p_practice and g.email = p_email;
end $$;
--> statement-breakpoint
-- Names are looked up by their key, each for itself, and for staff alone: compared as text, every person of the
-- installation was looked at.
create or replace function booking_trail(p_practice uuid, p_booking uuid)
  returns table (seq bigint, at timestamptz, actor_kind text, actor_name text, operation text, detail jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare seat bookings;
begin
  select * into seat from bookings where practice_id = p_practice and id = p_booking;
  if not p_practice = any (array(select app_practices())) or seat.id is null or not coalesce(
      (app_actor() = 'link' and p_booking = link_subject('booking')) or my_booking(seat.client_id, seat.guardian_id)
      or app_actor() = 'staff', false) then
    return;
  end if;
  return query
    select newest.seq, newest.at, newest.actor_kind,
      case when app_actor() = 'staff' and newest.actor_kind <> 'link' and newest.actor_id ~ '^[0-9a-f-]{36}$'
        then (select u.name from users u where u.id = newest.actor_id::uuid) end,
      newest.operation, newest.detail
    from (
      select e.seq, e.at, e.actor_kind, e.actor_id, e.operation, e.detail from audit_events e
      where e.practice_id = p_practice and e.subject_id in (seat.id::text, seat.lesson_id::text)
      order by e.seq desc limit 200) newest
    order by newest.seq;
end $$;
