-- What the family's link to an accepted referral lets a booking attach to, for whoever carries the link: ids, and the
-- family's wrapped data key, because what a family writes with its booking is sealed for its own record.
create function referral_of_link(p_hash bytea)
  returns table (practice_id uuid, referral_id uuid, practitioner_id uuid, client_id uuid, baby_id uuid, data_key_id uuid, wrapped bytea)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select r.practice_id, r.id, r.practitioner_id, r.client_id, r.baby_id, k.id, k.wrapped
  from links l
    join referrals r on r.practice_id = l.practice_id and r.id = l.subject_id
    join clients c on c.practice_id = r.practice_id and c.id = r.client_id
    join data_keys k on k.practice_id = c.practice_id and k.id = c.data_key_id
  where l.token_hash = p_hash and l.kind = 'referral' and l.revoked_at is null and l.expires_at > clock_timestamp()
    and r.status = 'accepted'
$$;
--> statement-breakpoint
-- Tells the referral behind a booking what became of the lesson, for everybody who books, moves or cancels.
-- Null when no referral is behind it or when a move is not legal any more: a referral is booked once.
create function note_referral_lesson(p_practice uuid, p_booking uuid, p_kind text) returns uuid
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare v_referral uuid; v_lesson uuid; v_client uuid;
begin
  if not p_practice = any (array(select app_practices())) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  if p_kind not in ('booked', 'moved', 'cancelled', 'completed', 'no_show') then
    raise exception 'no such event' using errcode = '22023';
  end if;
  select referral_id, lesson_id, client_id into v_referral, v_lesson, v_client
    from bookings where practice_id = p_practice and id = p_booking;
  if v_referral is null then return null; end if;
  if (app_actor() = 'visitor' and p_kind <> 'booked')
    or (app_actor() = 'parent' and p_kind <> 'booked' and not v_client = any (array(select my_clients())))
    or (app_actor() = 'link' and p_booking is distinct from link_subject('booking'))
    or app_actor() not in ('visitor', 'parent', 'link', 'staff', 'system') then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  if p_kind = 'booked' then
    update referrals set status = 'booked' where practice_id = p_practice and id = v_referral and status = 'accepted';
    if not found then return null; end if;
  elsif p_kind = 'cancelled' then
    update referrals set status = 'accepted' where practice_id = p_practice and id = v_referral and status = 'booked';
    if not found then return null; end if;
  end if;
  insert into referral_events (practice_id, id, referral_id, kind, at, actor_kind, actor_user_id, lesson_id)
    values (p_practice, gen_random_uuid(), v_referral, p_kind, clock_timestamp(), app_actor(), app_user(), v_lesson);
  return v_referral;
end $$;
--> statement-breakpoint
-- The lesson that came of each referral, for those who may see the referral: when, where in time, and how it stands.
create function referral_lessons(p_referrals uuid[])
  returns table (referral_id uuid, starts_at timestamptz, time_zone text, status text)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select distinct on (r.id) r.id, l.starts_at, l.time_zone, b.status
  from referrals r
    join bookings b on b.practice_id = r.practice_id and b.referral_id = r.id
    join lessons l on l.practice_id = b.practice_id and l.id = b.lesson_id
  where r.id = any (p_referrals)
    and (r.id = any (array(select my_referrals()))
      or (r.practice_id = app_practice() and (r.id = link_subject('referral') or app_actor() in ('staff', 'system'))))
  order by r.id, (b.status = 'cancelled'), b.created_at desc
$$;
--> statement-breakpoint
-- Referrals whose sender never showed that the address is theirs: what they wrote about a baby is removed.
create function expire_referrals(p_before timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare expired record; n integer := 0;
begin
  if app_actor() <> 'system' then raise exception 'not for this actor' using errcode = '42501'; end if;
  for expired in
    update referrals set status = 'expired', details = ''::bytea
      where status = 'unconfirmed' and created_at < p_before returning practice_id, id
  loop
    insert into referral_events (practice_id, id, referral_id, kind, at, actor_kind)
      values (expired.practice_id, gen_random_uuid(), expired.id, 'expired', clock_timestamp(), app_actor());
    perform append_audit(expired.practice_id, jsonb_build_array(jsonb_build_object(
      'operation', 'referrals.expire', 'subjectType', 'referral', 'subjectId', expired.id,
      'detail', jsonb_build_object('from', 'unconfirmed', 'to', 'expired'))));
    n := n + 1;
  end loop;
  return n;
end $$;
