-- Which limit a lesson would break: 'full' where that day or week has as many as it may have, 'near' where the way between
-- two places is longer than the time between two lessons, 'fullAndNear', or none. `p_id` does not count itself, and one that
-- is on that day already makes no more of them. The caller holds the practitioner's lock.
create function broken_limits(p_practice uuid, p_practitioner uuid, p_service uuid, p_id uuid, p_from timestamptz, p_until timestamptz,
  p_zone text, p_local timestamp, p_lat double precision, p_lng double precision, p_same_day boolean default false)
  returns text language sql volatile security definer set search_path = public, pg_temp
as $$
  select case when is_full and is_near then 'fullAndNear' when is_full then 'full' when is_near then 'near' end
  from (select
    not p_same_day and exists (select 1 from full_days(p_practitioner, p_service, p_zone, p_local::date, p_local::date, p_id)) as is_full,
    exists (
      select 1 from practitioners p join lessons l on l.practice_id = p.practice_id and l.practitioner_id = p.id
        left join services s on s.practice_id = p.practice_id and s.id = p_service
        left join lessons own on own.practice_id = p.practice_id and own.id = p_id
      where p.practice_id = p_practice and p_practice = any (array(select app_practices()))
        and p.id = p_practitioner and p.travel_kmh is not null and p_lat is not null
        and l.id <> p_id and l.latitude is not null
        and l.starts_at > p_from - interval '20 hours' and l.starts_at < p_until + interval '20 hours'
        and (l.status in ('requested', 'confirmed', 'completed', 'no_show') or (l.status = 'held' and l.hold_expires_at > clock_timestamp()))
        and greatest(p_from - l.blocked_until, l.blocked_from - p_until)
          < make_interval(mins => travel_minutes(l.latitude, l.longitude, p_lat, p_lng, p.travel_kmh,
              point_slack(p_practice, coalesce(own.place_id, s.place_id), p_lat, p_lng)
              + point_slack(p_practice, l.place_id, l.latitude, l.longitude)))) as is_near) broken
$$;
--> statement-breakpoint
-- What families may not break, whatever they say.
create or replace function within_limits(p_practice uuid, p_id uuid, p_practitioner uuid, p_service uuid,
  p_from timestamptz, p_until timestamptz, p_zone text, p_local timestamp, p_lat double precision, p_lng double precision)
  returns boolean language sql volatile security definer set search_path = public, pg_temp
as $$
  select broken_limits(p_practice, p_practitioner, p_service, p_id, p_from, p_until, p_zone, p_local, p_lat, p_lng) is null
$$;
