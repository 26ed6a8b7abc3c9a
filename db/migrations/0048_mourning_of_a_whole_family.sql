-- Merged records are one family, and whoever booked a lesson speaks for it. Staff may be told of a death when no lesson is
-- to come: then by the family. What the family owed for lessons that it gave up or missed in the last month is owed no more.
drop function mourn(uuid, uuid);
--> statement-breakpoint
create function mourn(p_practice uuid, p_booking uuid, p_client uuid default null) returns setof uuid
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare seat bookings; v_client uuid; v_family uuid[]; v_ids uuid[];
begin
  select * into seat from bookings where practice_id = p_practice and id = p_booking;
  v_client := coalesce(seat.client_id, p_client);
  if not p_practice = any (array(select app_practices())) or v_client is null or not coalesce(
      (app_actor() = 'link' and seat.id = link_subject('booking'))
      or my_booking(seat.client_id, seat.guardian_id) or app_actor() = 'staff', false) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  select array_agg(c.id) into v_family from clients asked
    join clients c on c.practice_id = asked.practice_id and coalesce(c.merged_into, c.id) = coalesce(asked.merged_into, asked.id)
    where asked.practice_id = p_practice and asked.id = v_client;
  -- Lessons before their seats, in the order of their ids: nobody who does the same can wait for this in a ring.
  perform 1 from lessons l where l.practice_id = p_practice and l.id in (select b.lesson_id from bookings b
      where b.practice_id = p_practice and b.client_id = any (v_family) and b.status in ('requested', 'booked'))
    order by l.id for update;
  with gone as (
    update bookings b set status = 'cancelled', cancelled_at = clock_timestamp(),
        cancelled_by = case when app_actor() = 'staff' then 'practice' else 'family' end,
        cancel_reason = null, cancel_rule = 'bereavement', fee_minor = 0, told_starts_at = null, version = b.version + 1
      from lessons l
      where b.practice_id = p_practice and b.client_id = any (v_family) and b.status in ('requested', 'booked')
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
  update bookings b set fee_minor = 0, version = b.version + 1
    where b.practice_id = p_practice and b.client_id = any (v_family) and b.status in ('cancelled', 'no_show') and b.fee_minor > 0
      and coalesce(b.cancelled_at, b.no_show_at) > clock_timestamp() - interval '31 days';
  update clients set silent_since = coalesce(silent_since, clock_timestamp()) where practice_id = p_practice and id = any (v_family);
  return query select unnest(v_ids);
end $$;
--> statement-breakpoint
-- A family that books again by itself wants the mail about it; staff who were told wrongly write again. Whether it was silent.
drop function end_silence(uuid, uuid);
--> statement-breakpoint
create function end_silence(p_practice uuid, p_client uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not p_practice = any (array(select app_practices())) or not coalesce(app_actor() = 'staff' or (app_actor() = 'parent' and exists (
      select 1 from guardians g where g.practice_id = p_practice and g.client_id = p_client and g.user_id = app_user())), false) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  update clients c set silent_since = null from clients asked
    where asked.practice_id = p_practice and asked.id = p_client and c.practice_id = p_practice
      and coalesce(c.merged_into, c.id) = coalesce(asked.merged_into, asked.id) and c.silent_since is not null;
  return found;
end $$;
--> statement-breakpoint
-- Whoever booked a lesson may end it, whatever they may see of the record; and after a death each lesson of the family that
-- was given back by the link of one of them is told to its referral.
create or replace function note_referral_lesson(p_practice uuid, p_booking uuid, p_kind text) returns uuid
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare seat bookings; v_told bookings;
begin
  if not p_practice = any (array(select app_practices())) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  if p_kind not in ('booked', 'moved', 'cancelled', 'completed', 'no_show') then
    raise exception 'no such event' using errcode = '22023';
  end if;
  select * into seat from bookings where practice_id = p_practice and id = p_booking;
  if seat.referral_id is null then return null; end if;
  if app_actor() = 'link' then
    select b.* into v_told from bookings b where b.practice_id = p_practice and b.id = link_subject('booking');
  end if;
  if (app_actor() = 'visitor' and p_kind <> 'booked')
    or (app_actor() = 'parent' and p_kind <> 'booked' and not my_booking(seat.client_id, seat.guardian_id))
    or (app_actor() = 'link' and p_booking is distinct from v_told.id and not coalesce(
      p_kind = 'cancelled' and seat.cancel_rule = 'bereavement' and seat.cancelled_by = 'family'
      and (select coalesce(c.merged_into, c.id) from clients c where c.practice_id = p_practice and c.id = seat.client_id)
        = (select coalesce(c.merged_into, c.id) from clients c where c.practice_id = p_practice and c.id = v_told.client_id), false))
    or app_actor() not in ('visitor', 'parent', 'link', 'staff', 'system') then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  if p_kind = 'booked' then
    update referrals set status = 'booked' where practice_id = p_practice and id = seat.referral_id and status = 'accepted';
    if not found then return null; end if;
  elsif p_kind = 'cancelled' then
    update referrals set status = 'accepted' where practice_id = p_practice and id = seat.referral_id and status = 'booked';
    if not found then return null; end if;
  end if;
  insert into referral_events (practice_id, id, referral_id, kind, at, actor_kind, actor_user_id, lesson_id)
    values (p_practice, gen_random_uuid(), seat.referral_id, p_kind, clock_timestamp(), app_actor(), app_user(), seat.lesson_id);
  return seat.referral_id;
end $$;
