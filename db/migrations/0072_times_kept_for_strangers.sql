-- How long a time may be kept for whoever fills in the form; 0 when not at all. Without a caller's address nothing tells one
-- stranger from all families, so what is shared is what is kept: of the times around this one (`p_free` that are free, and
-- those kept now) half may be kept at once, and shorter as that fills up. Beyond it the one that was kept longest gives way,
-- once it had its two minutes: whoever fills in its form still books it while it is free. How many are made in two
-- minutes is bounded as well, those given back with them.
create function hold_room(p_practice uuid, p_practitioner uuid, p_from timestamptz, p_until timestamptz, p_free integer,
  p_minutes integer) returns integer language plpgsql security definer set search_path = public, pg_temp
as $$
declare v_open integer; v_made integer; v_most integer; v_fresh timestamptz := clock_timestamp() - interval '2 minutes';
begin
  if not p_practice = any (array(select app_practices())) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('holds:' || p_practitioner, 0));
  select count(*) filter (where status = 'held' and hold_expires_at > clock_timestamp()),
      count(*) filter (where created_at > v_fresh)
    into v_open, v_made
    from lessons where practice_id = p_practice and practitioner_id = p_practitioner
      and starts_at >= p_from and starts_at < p_until and hold_secret_hash is not null and status in ('held', 'expired');
  v_most := greatest(2, (p_free + v_open + 1) / 2);
  if v_made >= v_most * 2 + 20 then return 0; end if;
  if v_open >= v_most then
    update lessons set status = 'expired', hold_expires_at = null where practice_id = p_practice and id = (
      select id from lessons where practice_id = p_practice and practitioner_id = p_practitioner and starts_at >= p_from
        and starts_at < p_until and status = 'held' and hold_secret_hash is not null and created_at <= v_fresh
      order by created_at, id limit 1) and status = 'held';
    if not found then return 0; end if;
  end if;
  return case when v_open * 2 >= v_most and v_most > 2 then greatest(3, p_minutes * 2 / 5) else p_minutes end;
end $$;
