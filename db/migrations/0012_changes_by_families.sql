-- Moves a lesson: 'moved', 'taken', 'full' (a limit or the way there), 'shared' (other families sit in it too) or
-- 'changed' (somebody else changed it first). The old time is kept until the new one is won. A family moves the lesson
-- that is its own, and only its own; a request that moves is still answered before it would begin.
create or replace function move_time(
  p_practice uuid, p_id uuid, p_version integer, p_practitioner uuid,
  p_starts timestamptz, p_ends timestamptz, p_from timestamptz, p_until timestamptz, p_local timestamp, p_on_top boolean default false
) returns text language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  free boolean := app_actor() in ('staff', 'system');
  mine boolean := (app_actor() = 'parent' and p_id = any (array(select my_lessons()))) or (app_actor() = 'link' and p_id = link_lesson());
  old lessons;
begin
  if not p_practice = any (array(select app_practices())) or not coalesce(free or mine, false) or (p_on_top and not free) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  -- An UPDATE has no ON CONFLICT: movers of one practitioner queue here, so that two of them cannot wait on each other.
  perform pg_advisory_xact_lock(hashtextextended('calendar:' || p_practitioner, 0));
  select * into old from lessons where practice_id = p_practice and id = p_id;
  if not free and (old.capacity > 1 or (select count(distinct b.client_id) from bookings b
      where b.practice_id = p_practice and b.lesson_id = p_id and b.status <> 'cancelled') > 1) then
    return 'shared';
  end if;
  if not free and not within_limits(p_practice, p_id, p_practitioner, old.service_id, p_from, p_until, old.time_zone, p_local,
      old.latitude, old.longitude) then
    return 'full';
  end if;
  update lessons set status = 'expired', hold_expires_at = null
    where practice_id = p_practice and practitioner_id = p_practitioner and status = 'held'
      and hold_expires_at <= clock_timestamp() and blocked_from < p_until and blocked_until > p_from;
  begin
    update lessons set practitioner_id = p_practitioner, starts_at = p_starts, ends_at = p_ends, blocked_from = p_from,
        blocked_until = p_until, local_start = p_local, on_top = p_on_top,
        answer_by = case when status = 'requested' then least(answer_by, p_starts) end,
        version = version + 1, sequence = sequence + 1
      where practice_id = p_practice and id = p_id and version = p_version and status in ('held', 'requested', 'confirmed');
    if not found then return 'changed'; end if;
  exception when exclusion_violation then return 'taken';
  end;
  return 'moved';
end $$;
--> statement-breakpoint
-- How many lessons to come are open under one address in a practice, for the limit that keeps a stranger from booking
-- a whole calendar; and whether the practice knows the address at all.
create function address_bookings(p_practice uuid, p_email text) returns table (known boolean, open integer)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not p_practice = any (array(select app_practices())) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  return query
    select count(*) > 0, count(distinct b.id) filter (where b.status in ('requested', 'booked') and l.ends_at > clock_timestamp())::integer
    from guardians g
      left join bookings b on b.practice_id = g.practice_id and b.client_id = g.client_id
      left join lessons l on l.practice_id = b.practice_id and l.id = b.lesson_id
    where g.practice_id = p_practice and g.email = p_email;
end $$;
--> statement-breakpoint
-- After a death nothing is asked, owed or sent: every lesson to come of the family is given back free of charge, what
-- was paid for them is written down to be returned, and no mail goes to the family any more. By the family's link, by
-- the family, or by staff whom it told. The bookings that were cancelled.
create function mourn(p_practice uuid, p_booking uuid) returns setof uuid
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare v_client uuid; v_ids uuid[];
begin
  select client_id into v_client from bookings where practice_id = p_practice and id = p_booking;
  if not p_practice = any (array(select app_practices())) or v_client is null or not coalesce(
      (app_actor() = 'link' and p_booking = link_subject('booking'))
      or (app_actor() = 'parent' and v_client = any (array(select my_clients()))) or app_actor() = 'staff', false) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  -- Lessons before their seats, in the order of their ids: nobody who does the same can wait for this in a ring.
  perform 1 from lessons l where l.practice_id = p_practice and l.id in (
    select b.lesson_id from bookings b where b.practice_id = p_practice and b.client_id = v_client and b.status in ('requested', 'booked'))
    order by l.id for update;
  with gone as (
    update bookings b set status = 'cancelled', cancelled_at = clock_timestamp(),
        cancelled_by = case when app_actor() = 'staff' then 'practice' else 'family' end,
        cancel_reason = null, cancel_rule = 'bereavement', fee_minor = 0, told_starts_at = null, version = b.version + 1
      from lessons l
      where b.practice_id = p_practice and b.client_id = v_client and b.status in ('requested', 'booked')
        and l.practice_id = p_practice and l.id = b.lesson_id and (l.ends_at > clock_timestamp() or b.id = p_booking)
      returning b.id
  ) select coalesce(array_agg(id), '{}') into v_ids from gone;
  update lessons l set status = 'cancelled', answer_by = null, version = l.version + 1, sequence = l.sequence + 1
    where l.practice_id = p_practice and l.status in ('requested', 'confirmed')
      and l.id in (select b.lesson_id from bookings b where b.practice_id = p_practice and b.id = any (v_ids))
      and not exists (select 1 from bookings b where b.practice_id = p_practice and b.lesson_id = l.id and b.status <> 'cancelled');
  insert into payments (practice_id, id, booking_id, client_id, kind, method, amount_minor, currency, paid_at)
    select p_practice, gen_random_uuid(), p.booking_id, p.client_id, 'refund', p.method,
      sum(case p.kind when 'payment' then p.amount_minor else -p.amount_minor end), p.currency, clock_timestamp()
    from payments p where p.practice_id = p_practice and p.booking_id = any (v_ids)
    group by p.booking_id, p.client_id, p.method, p.currency
    having sum(case p.kind when 'payment' then p.amount_minor else -p.amount_minor end) > 0;
  update clients set silent_since = coalesce(silent_since, clock_timestamp()) where practice_id = p_practice and id = v_client;
  return query select unnest(v_ids);
end $$;
--> statement-breakpoint
-- A family that books again by itself wants the mail about it.
create function end_silence(p_practice uuid, p_client uuid) returns void
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'parent' or not p_client = any (array(select my_clients())) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  update clients set silent_since = null where practice_id = p_practice and id = p_client and silent_since is not null;
end $$;
--> statement-breakpoint
-- Everything that happened to a booking and its lesson, for everybody who works there and for the family itself: the
-- audit trail of the whole practice stays with its owner. Names only for staff.
create function booking_trail(p_practice uuid, p_booking uuid)
  returns table (seq bigint, at timestamptz, actor_kind text, actor_name text, operation text, detail jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare seat bookings;
begin
  select * into seat from bookings where practice_id = p_practice and id = p_booking;
  if not p_practice = any (array(select app_practices())) or seat.id is null or not coalesce(
      (app_actor() = 'link' and p_booking = link_subject('booking'))
      or (app_actor() = 'parent' and seat.client_id = any (array(select my_clients()))) or app_actor() = 'staff', false) then
    return;
  end if;
  return query
    select e.seq, e.at, e.actor_kind, case when app_actor() = 'staff' then u.name end, e.operation, e.detail
    from audit_events e left join users u on u.id::text = e.actor_id and e.actor_kind <> 'link'
    where e.practice_id = p_practice and e.subject_id in (seat.id::text, seat.lesson_id::text)
    order by e.seq limit 200;
end $$;
--> statement-breakpoint
-- Links that book one lesson of a service: staff see how each stands and may take it back. Nobody selects from links.
create function service_links(p_practice uuid) returns table (id uuid, service_id uuid, secret bytea, created_at timestamptz,
  expires_at timestamptz, used_at timestamptz, revoked_at timestamptz)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'staff' or not p_practice = any (array(select app_practices())) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  return query select l.id, l.subject_id, l.secret, l.created_at, l.expires_at, l.used_at, l.revoked_at
    from links l where l.practice_id = p_practice and l.kind = 'service' order by l.created_at desc limit 100;
end $$;
--> statement-breakpoint
create function withdraw_service_link(p_practice uuid, p_id uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'staff' or not p_practice = any (array(select app_practices())) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  update links set revoked_at = clock_timestamp()
    where practice_id = p_practice and id = p_id and kind = 'service' and used_at is null and revoked_at is null;
  return found;
end $$;
--> statement-breakpoint
-- What another guardian is asked, and what they said: for whoever holds the link that was sent to their address.
create function copies_question(p_practice uuid, p_guardian uuid)
  returns table (name text, asked_by text, practice text, locale text, since timestamptz)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not (app_actor() = 'link' and link_subject('copies') = p_guardian and p_practice = app_practice()) and app_actor() <> 'system' then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  return query
    select g.name, (select o.name from guardians o where o.practice_id = g.practice_id and o.client_id = g.client_id and o.id <> g.id
      order by o.created_at, o.id limit 1), p.name, coalesce(g.locale, p.locale), g.copies_since
    from guardians g join practices p on p.practice_id = g.practice_id
    where g.practice_id = p_practice and g.id = p_guardian and g.email is not null;
end $$;
--> statement-breakpoint
create function answer_copies(p_practice uuid, p_guardian uuid, p_yes boolean) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'link' or link_subject('copies') is distinct from p_guardian or p_practice is distinct from app_practice() then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  update guardians set copies_since = case when p_yes then coalesce(copies_since, clock_timestamp()) end
    where practice_id = p_practice and id = p_guardian and email is not null;
  return found;
end $$;
--> statement-breakpoint
-- A parent names where another guardian of the same family may be asked. Whoever has an account keeps their own address.
create function name_copies_address(p_practice uuid, p_guardian uuid, p_email text) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'parent' then raise exception 'not for this actor' using errcode = '42501'; end if;
  update guardians set email = p_email, copies_since = null
    where practice_id = p_practice and id = p_guardian and client_id = any (array(select my_clients()))
      and user_id is null and (email is null or email = p_email);
  return found;
end $$;
