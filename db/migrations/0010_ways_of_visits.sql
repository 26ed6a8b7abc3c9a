-- A visit whose family has not said where it lives lies anywhere in the area of its place: the point is the middle of
-- that area, and its radius counts as part of the way, so that no time is offered that might be impossible.
drop function travel_minutes(double precision, double precision, double precision, double precision, integer);
--> statement-breakpoint
-- Minutes on the way between two points: the straight line with what may come to it, and a third more for roads. Nothing
-- where a point is not known. lib/availability/travel.ts counts the same way; travel.test.ts holds the two together.
create function travel_minutes(p_lat double precision, p_lng double precision, q_lat double precision, q_lng double precision,
  p_kmh integer, p_more_km double precision default 0)
  returns integer language sql immutable parallel safe
as $$
  select coalesce(ceil((2 * 6371 * asin(least(1, sqrt(
      power(sin(radians(q_lat - p_lat) / 2), 2)
      + cos(radians(p_lat)) * cos(radians(q_lat)) * power(sin(radians(q_lng - p_lng) / 2), 2)))) + p_more_km)
    * 1.3 / p_kmh * 60 - 1e-9)::integer, 0)
$$;
--> statement-breakpoint
-- How far from its point a lesson may be, in kilometres: the radius of a home visit's area while the point is its middle.
create function point_slack(p_practice uuid, p_place uuid, p_lat double precision, p_lng double precision)
  returns double precision language sql stable parallel safe
as $$
  select coalesce((select p.radius_miles * 1.609344 from places p where p.practice_id = p_practice and p.id = p_place
    and p.kind = 'home' and p.latitude = p_lat and p.longitude = p_lng), 0)
$$;
--> statement-breakpoint
-- Whether a lesson may still be there: not more of them than were allowed that day and week, and none so near that the
-- way between the two places is longer than the time between them. The caller holds the practitioner's lock.
create or replace function within_limits(p_practice uuid, p_id uuid, p_practitioner uuid, p_service uuid,
  p_from timestamptz, p_until timestamptz, p_zone text, p_local timestamp, p_lat double precision, p_lng double precision)
  returns boolean language sql volatile security definer set search_path = public, pg_temp
as $$
  select not exists (select 1 from full_days(p_practitioner, p_service, p_zone, p_local::date, p_local::date, p_id))
    and not exists (
      select 1 from practitioners p join lessons l on l.practice_id = p.practice_id and l.practitioner_id = p.id
        left join services s on s.practice_id = p.practice_id and s.id = p_service
      where p.practice_id = p_practice and p.id = p_practitioner and p.travel_kmh is not null and p_lat is not null
        and l.id <> p_id and l.latitude is not null
        and l.starts_at > p_from - interval '20 hours' and l.starts_at < p_until + interval '20 hours'
        and (l.status in ('requested', 'confirmed', 'completed', 'no_show') or (l.status = 'held' and l.hold_expires_at > clock_timestamp()))
        and greatest(p_from - l.blocked_until, l.blocked_from - p_until)
          < make_interval(mins => travel_minutes(l.latitude, l.longitude, p_lat, p_lng, p.travel_kmh,
              point_slack(p_practice, s.place_id, p_lat, p_lng) + point_slack(p_practice, l.place_id, l.latitude, l.longitude))))
$$;
--> statement-breakpoint
drop function busy_times(uuid[], timestamptz, timestamptz, double precision, double precision);
--> statement-breakpoint
-- Taken time as the public may know it: whose and when, nothing else; calendars elsewhere count as well. Asked for a
-- point, it is longer by the way there and back, and by what that point may be off. `p_except` is a lesson that does not
-- count, such as the one that is moved. Found through the index of the exclusion constraint, whose predicate is repeated
-- for that, so that blocked time of any length is seen from any hour of it.
create function busy_times(p_practitioners uuid[], p_from timestamptz, p_until timestamptz,
  p_lat double precision default null, p_lng double precision default null, p_slack_km double precision default 0, p_except uuid default null)
  returns table (practitioner_id uuid, blocked_from timestamptz, blocked_until timestamptz)
  language sql stable security definer set search_path = public, pg_temp
as $$
  with asked as (
    select p.id, p.travel_kmh, case when p_lat is not null and p.travel_kmh is not null then interval '20 hours' else interval '0' end as wide
    from practitioners p where p.id = any (p_practitioners)
      and (p.published_at is not null or p.practice_id = any (array(select app_practices())))
  ), taken as (
    select a.id, a.travel_kmh, l.id as lesson_id, l.practice_id, l.place_id, l.blocked_from, l.blocked_until, l.latitude, l.longitude, l.status, l.hold_expires_at
    from asked a join lessons l on l.practitioner_id = a.id
      and tstzrange(l.blocked_from, l.blocked_until) && tstzrange(p_from - a.wide, p_until + a.wide)
      and l.status in ('held', 'requested', 'confirmed', 'completed', 'no_show') and not l.on_top
    union all
    select a.id, a.travel_kmh, l.id, l.practice_id, l.place_id, l.blocked_from, l.blocked_until, l.latitude, l.longitude, l.status, l.hold_expires_at
    from asked a join lessons l on l.practitioner_id = a.id and l.on_top
      and l.starts_at > p_from - interval '32 hours' and l.starts_at < p_until + interval '32 hours'
      and l.status in ('held', 'requested', 'confirmed', 'completed', 'no_show')
  )
  select t.id, t.blocked_from - w.way, t.blocked_until + w.way
  from taken t cross join lateral (
    select make_interval(mins => case when t.travel_kmh is null or p_lat is null or t.latitude is null then 0
      else travel_minutes(t.latitude, t.longitude, p_lat, p_lng, t.travel_kmh,
        p_slack_km + point_slack(t.practice_id, t.place_id, t.latitude, t.longitude)) end) as way) w
  where (t.status <> 'held' or t.hold_expires_at > clock_timestamp()) and t.lesson_id is distinct from p_except
    and t.blocked_from - w.way < p_until and t.blocked_until + w.way > p_from
  union all
  select o.practitioner_id, o.starts_at, o.ends_at from asked a join outside_busy o on o.practitioner_id = a.id
    and o.ends_at > p_from and o.starts_at < p_until
$$;
--> statement-breakpoint
-- Time off with somebody who teaches meanwhile, as families may know it: never what it is for. The colleague is named
-- while she can be found and takes new families.
create function absences(p_practitioner uuid, p_from timestamptz, p_until timestamptz)
  returns table (starts_at timestamptz, ends_at timestamptz, time_zone text, colleague text, slug text)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select l.starts_at, l.ends_at, l.time_zone, c.display_name, c.slug
  from practitioners p
    join lessons l on l.practice_id = p.practice_id and l.practitioner_id = p.id
    left join practitioners c on c.practice_id = l.practice_id and c.id = l.hand_over_to
      and c.published_at is not null and c.accepting = 'new_families'
  where p.id = p_practitioner and (p.published_at is not null or p.practice_id = any (array(select app_practices())))
    and l.kind = 'block' and l.status = 'confirmed' and l.hand_over_to is not null
    and tstzrange(l.blocked_from, l.blocked_until) && tstzrange(p_from, p_until)
    and l.status in ('held', 'requested', 'confirmed', 'completed', 'no_show') and not l.on_top
  order by l.starts_at
$$;
