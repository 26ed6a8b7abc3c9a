CREATE INDEX "services_id_idx" ON "services" USING btree ("id");--> statement-breakpoint
-- Taken time as the public may know it: whose and when, nothing else. Found through the index of the exclusion
-- constraint, whose predicate is repeated for that, so that blocked time of any length is seen from any hour of it.
create or replace function busy_times(p_practitioners uuid[], p_from timestamptz, p_until timestamptz)
  returns table (practitioner_id uuid, blocked_from timestamptz, blocked_until timestamptz)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select l.practitioner_id, l.blocked_from, l.blocked_until
  from practitioners p join lessons l on l.practitioner_id = p.id
    and tstzrange(l.blocked_from, l.blocked_until) && tstzrange(p_from, p_until)
    and l.status in ('held', 'requested', 'confirmed', 'completed', 'no_show')
  where p.id = any (p_practitioners)
    and (p.published_at is not null or p.practice_id = any (array(select app_practices())))
    and (l.status <> 'held' or l.hold_expires_at > clock_timestamp())
$$;
--> statement-breakpoint
-- A hold as the one who made it may see it: whoever brings its 256-bit secret.
create function find_hold(p_practice uuid, p_id uuid, p_secret bytea)
  returns table (practitioner_id uuid, service_id uuid, status text, starts_at timestamptz, blocked_from timestamptz,
    blocked_until timestamptz, seconds_left integer)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select l.practitioner_id, l.service_id, l.status, l.starts_at, l.blocked_from, l.blocked_until,
    case when l.status = 'held' then greatest(0, extract(epoch from l.hold_expires_at - clock_timestamp())::integer) else 0 end
  from lessons l where l.practice_id = p_practice and l.id = p_id and l.hold_secret_hash = p_secret
$$;
--> statement-breakpoint
-- Compare-and-set: a live hold of this service and start becomes a lesson, once, for whoever brings its secret.
create function confirm_hold(p_practice uuid, p_id uuid, p_service uuid, p_starts timestamptz, p_secret bytea)
  returns boolean language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not p_practice = any (array(select app_practices())) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  update lessons set status = 'confirmed', hold_expires_at = null, version = version + 1
    where practice_id = p_practice and id = p_id and service_id = p_service and starts_at = p_starts
      and status = 'held' and hold_expires_at > clock_timestamp() and hold_secret_hash = p_secret;
  return found;
end $$;
--> statement-breakpoint
-- Gives a held time back before it runs out, for whoever brings its secret.
create function release_hold(p_practice uuid, p_id uuid, p_secret bytea)
  returns boolean language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not p_practice = any (array(select app_practices())) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  update lessons set status = 'expired', hold_expires_at = null
    where practice_id = p_practice and id = p_id and status = 'held' and hold_secret_hash = p_secret;
  return found;
end $$;
