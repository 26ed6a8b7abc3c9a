-- Each practitioner's rows are found through her own part of an index, whatever PostgreSQL knew of the table when it
-- planned this: in a database that was empty then, the statement read the lessons of every practice. The rest is as before
-- (0010_ways_of_visits.sql).
create or replace function busy_times(p_practitioners uuid[], p_from timestamptz, p_until timestamptz,
  p_lat double precision default null, p_lng double precision default null, p_slack_km double precision default 0, p_except uuid default null)
  returns table (practitioner_id uuid, blocked_from timestamptz, blocked_until timestamptz)
  language sql stable security definer set search_path = public, pg_temp
as $$
  with asked as (
    select p.id, p.travel_kmh, case when p_lat is not null and p.travel_kmh is not null then interval '20 hours' else interval '0' end as wide
    from practitioners p where p.id = any (p_practitioners)
      and (p.published_at is not null or p.practice_id = any (array(select app_practices())))
  ), taken as (
    select a.id, a.travel_kmh, l.* from asked a cross join lateral (
      select l.id as lesson_id, l.practice_id, l.place_id, l.blocked_from, l.blocked_until, l.latitude, l.longitude, l.status, l.hold_expires_at
      from lessons l where l.practitioner_id = a.id
        and tstzrange(l.blocked_from, l.blocked_until) && tstzrange(p_from - a.wide, p_until + a.wide)
        and l.status in ('held', 'requested', 'confirmed', 'completed', 'no_show') and not l.on_top
      offset 0) l
    union all
    select a.id, a.travel_kmh, l.* from asked a cross join lateral (
      select l.id, l.practice_id, l.place_id, l.blocked_from, l.blocked_until, l.latitude, l.longitude, l.status, l.hold_expires_at
      from lessons l where l.practitioner_id = a.id and l.on_top
        and l.starts_at > p_from - interval '32 hours' and l.starts_at < p_until + interval '32 hours'
        and l.status in ('held', 'requested', 'confirmed', 'completed', 'no_show')
      offset 0) l
  )
  select t.id, t.blocked_from - w.way, t.blocked_until + w.way
  from taken t cross join lateral (
    select make_interval(mins => case when t.travel_kmh is null or p_lat is null or t.latitude is null then 0
      else travel_minutes(t.latitude, t.longitude, p_lat, p_lng, t.travel_kmh,
        p_slack_km + point_slack(t.practice_id, t.place_id, t.latitude, t.longitude)) end) as way) w
  where (t.status <> 'held' or t.hold_expires_at > clock_timestamp()) and t.lesson_id is distinct from p_except
    and t.blocked_from - w.way < p_until and t.blocked_until + w.way > p_from
  union all
  select o.practitioner_id, o.starts_at, o.ends_at from asked a cross join lateral (
    select o.practitioner_id, o.starts_at, o.ends_at from outside_busy o
    where o.practitioner_id = a.id and o.ends_at > p_from and o.starts_at < p_until
    offset 0) o
$$;
