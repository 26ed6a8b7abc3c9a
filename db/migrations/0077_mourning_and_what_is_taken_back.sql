-- A no that was being taken back in the moment in which the family told of a death stood as a request again. Else as before
-- (0070_who_was_told_of_a_lesson.sql).
create or replace function mourn(p_practice uuid, p_booking uuid, p_client uuid default null) returns setof uuid
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
  -- Lessons before their seats, in the order of their ids: nobody who does the same can wait for this in a ring. Those that
  -- were cancelled a moment ago as well: whoever is just taking that back ends before this, and it is given back with the
  -- rest, or finds a family that is silent.
  perform 1 from lessons l where l.practice_id = p_practice and l.id in (select b.lesson_id from bookings b
      where b.practice_id = p_practice and b.client_id = any (v_family) and (b.status in ('requested', 'booked')
        or (b.status = 'cancelled' and b.cancelled_at > clock_timestamp() - interval '1 hour')))
    order by l.id for update;
  with gone as (
    update bookings b set status = 'cancelled', cancelled_at = clock_timestamp(),
        cancelled_by = case when app_actor() = 'staff' then 'practice' else 'family' end,
        cancel_reason = null, cancel_rule = case when app_actor() = 'staff' and b.source = 'staff' and l.starts_at > clock_timestamp()
          and not family_heard(p_practice, b.id) then 'untold' else 'bereavement' end, fee_minor = 0, told_starts_at = null, version = b.version + 1
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
