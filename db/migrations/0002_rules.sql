-- A practitioner is in one place at a time: the last word, below every command.
alter table lessons add constraint lessons_no_overlap
  exclude using gist (practitioner_id with =, tstzrange(blocked_from, blocked_until) with &&)
  where (status in ('held', 'requested', 'confirmed', 'completed', 'no_show'));
--> statement-breakpoint
-- Owners of tables obey the policies as well.
do $$
declare t record;
begin
  for t in select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relrowsecurity
  loop
    execute format('alter table %s force row level security', t.name);
  end loop;
end $$;
--> statement-breakpoint
-- Counters of the rate limits. Unlogged: losing them in a crash only forgives.
create unlogged table rate_hits (
  key bytea not null, win timestamptz not null, hits integer not null,
  primary key (key, win)
);
--> statement-breakpoint
create index rate_hits_win_idx on rate_hits (win);
--> statement-breakpoint
-- One attempt under `p_limit` a window. Returns 0 when allowed, else the seconds to wait.
create function rate_hit(p_key bytea, p_limit integer, p_window interval) returns integer language sql
  as $$
    insert into rate_hits (key, win, hits)
    values (p_key, date_bin(p_window, clock_timestamp(), timestamptz '2000-01-01'), 1)
    on conflict (key, win) do update set hits = least(rate_hits.hits + 1, p_limit + 1)
    returning case when hits > p_limit
      then greatest(1, ceil(extract(epoch from win + p_window - clock_timestamp()))::integer) else 0 end
  $$;
--> statement-breakpoint
-- Takes a practitioner's time, for everybody who books: false when somebody else has it.
-- A speculative insert: one winner, no deadlock, also when the caller cannot see the row in the way.
create function take_time(
  p_practice uuid, p_id uuid, p_practitioner uuid, p_kind text, p_service uuid, p_place uuid, p_title text, p_status text,
  p_starts timestamptz, p_ends timestamptz, p_from timestamptz, p_until timestamptz, p_zone text, p_local timestamp,
  p_hold_minutes integer, p_hold_secret bytea
) returns boolean language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not p_practice = any (array(select app_practices())) then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  if app_actor() not in ('staff', 'system') and (p_kind <> 'lesson' or p_status not in ('held', 'requested', 'confirmed')) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  update lessons set status = 'expired', hold_expires_at = null
    where practice_id = p_practice and practitioner_id = p_practitioner and status = 'held'
      and hold_expires_at <= clock_timestamp() and blocked_from < p_until and blocked_until > p_from;
  insert into lessons (practice_id, id, practitioner_id, kind, service_id, place_id, title, status, starts_at, ends_at,
      blocked_from, blocked_until, time_zone, local_start, hold_expires_at, hold_secret_hash)
    values (p_practice, p_id, p_practitioner, p_kind, p_service, p_place, p_title, p_status, p_starts, p_ends,
      p_from, p_until, p_zone, p_local,
      case when p_status = 'held' then clock_timestamp() + make_interval(mins => p_hold_minutes) end, p_hold_secret)
    on conflict on constraint lessons_no_overlap do nothing;
  return found;
end $$;
--> statement-breakpoint
-- Moves a lesson: 'moved', 'taken' or 'changed' (somebody else changed it first). The old time is kept until the new one is won.
create function move_time(
  p_practice uuid, p_id uuid, p_version integer, p_practitioner uuid,
  p_starts timestamptz, p_ends timestamptz, p_from timestamptz, p_until timestamptz, p_local timestamp
) returns text language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not p_practice = any (array(select app_practices())) or app_actor() not in ('staff', 'system') then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  -- An UPDATE has no ON CONFLICT: movers of one practitioner queue here, so that two of them cannot wait on each other.
  perform pg_advisory_xact_lock(hashtextextended('calendar:' || p_practitioner, 0));
  update lessons set status = 'expired', hold_expires_at = null
    where practice_id = p_practice and practitioner_id = p_practitioner and status = 'held'
      and hold_expires_at <= clock_timestamp() and blocked_from < p_until and blocked_until > p_from;
  begin
    update lessons set practitioner_id = p_practitioner, starts_at = p_starts, ends_at = p_ends, blocked_from = p_from,
        blocked_until = p_until, local_start = p_local, version = version + 1, sequence = sequence + 1
      where practice_id = p_practice and id = p_id and version = p_version and status in ('held', 'requested', 'confirmed');
    if not found then return 'changed'; end if;
  exception when exclusion_violation then return 'taken';
  end;
  return 'moved';
end $$;
--> statement-breakpoint
-- Taken time as the public may know it: whose and when, nothing else.
create function busy_times(p_practitioners uuid[], p_from timestamptz, p_until timestamptz)
  returns table (practitioner_id uuid, blocked_from timestamptz, blocked_until timestamptz)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select l.practitioner_id, l.blocked_from, l.blocked_until
  from practitioners p join lessons l on l.practice_id = p.practice_id and l.practitioner_id = p.id
  where p.id = any (p_practitioners)
    and (p.published_at is not null or p.practice_id = any (array(select app_practices())))
    and l.starts_at > p_from - interval '12 hours' and l.starts_at < p_until + interval '12 hours'
    and l.blocked_until > p_from and l.blocked_from < p_until
    and (l.status in ('requested', 'confirmed', 'completed', 'no_show') or (l.status = 'held' and l.hold_expires_at > clock_timestamp()))
$$;
--> statement-breakpoint
create function resolve_link(p_hash bytea) returns table (practice_id uuid, kind text, subject_id uuid)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select practice_id, kind, subject_id from links
  where token_hash = p_hash and revoked_at is null and expires_at > clock_timestamp()
$$;
--> statement-breakpoint
create function find_invitation(p_hash bytea) returns table (practice_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select practice_id, id from invitations
  where token_hash = p_hash and revoked_at is null and accepted_at is null and expires_at > clock_timestamp()
$$;
--> statement-breakpoint
-- What a signed-in person may act as.
create function person_roles(p_user uuid)
  returns table (practice_id uuid, practice_name text, role text, practitioner_id uuid, is_parent boolean, is_doctor boolean, is_admin boolean)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select m.practice_id, p.name, m.role, t.id,
    exists (select 1 from guardians g where g.user_id = u.id),
    u.doctor_since_at is not null, u.admin_since_at is not null
  from users u
  left join practice_members m on m.user_id = u.id and m.deactivated_at is null
  left join practices p on p.practice_id = m.practice_id
  left join practitioners t on t.practice_id = m.practice_id and t.user_id = u.id
  where u.id = p_user and u.deactivated_at is null
  order by m.created_at
$$;
--> statement-breakpoint
-- The person has shown that the address is theirs: their families' records and the referrals they sent are theirs too.
create function claim_address(p_user uuid, p_email text) returns integer
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare claimed integer;
begin
  if app_actor() <> 'system' then raise exception 'not for this actor' using errcode = '42501'; end if;
  update guardians set user_id = p_user where email = p_email and user_id is null;
  get diagnostics claimed = row_count;
  update referrals set doctor_user_id = p_user where doctor_email = p_email and doctor_user_id is null and email_confirmed_at is not null;
  if found then update users set doctor_since_at = coalesce(doctor_since_at, clock_timestamp()) where id = p_user; end if;
  return claimed;
end $$;
--> statement-breakpoint
-- The only writer of the audit trail. Each practice has its own chain; the head row orders its writers.
create function append_audit(p_practice uuid, p_entries jsonb) returns void
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  chain uuid := coalesce(p_practice, '00000000-0000-0000-0000-000000000000');
  last_seq bigint; last_hash bytea; entry jsonb; at_time timestamptz; new_hash bytea;
begin
  insert into audit_heads (practice_id, seq, hash) values (chain, 0, '\x00') on conflict do nothing;
  select seq, hash into last_seq, last_hash from audit_heads where practice_id = chain for update;
  for entry in select value from jsonb_array_elements(p_entries) loop
    last_seq := last_seq + 1;
    at_time := clock_timestamp();
    new_hash := sha256(last_hash || convert_to(jsonb_build_array(
      chain, last_seq, (extract(epoch from at_time) * 1000000)::bigint, app_actor(), entry->>'actorId', entry->>'operation',
      entry->>'subjectType', entry->>'subjectId', coalesce(entry->'detail', '{}'::jsonb))::text, 'UTF8'));
    insert into audit_events (practice_id, seq, at, actor_kind, actor_id, operation, subject_type, subject_id, detail, previous, hash)
      values (chain, last_seq, at_time, app_actor(), entry->>'actorId', entry->>'operation', entry->>'subjectType',
        entry->>'subjectId', coalesce(entry->'detail', '{}'::jsonb), last_hash, new_hash);
    last_hash := new_hash;
  end loop;
  update audit_heads set seq = last_seq, hash = last_hash where practice_id = chain;
end $$;
--> statement-breakpoint
-- Audit rows and job rows of one command, in its transaction and in one round trip.
create function finish_work(p_practice uuid, p_entries jsonb, p_jobs jsonb) returns void
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare job jsonb;
begin
  for job in select value from jsonb_array_elements(p_jobs) loop
    perform graphile_worker.add_job(job->>'name', payload := (job->'payload')::json,
      run_at := (job->>'runAt')::timestamptz, job_key := job->>'key', max_attempts := 12);
  end loop;
  perform append_audit(p_practice, p_entries);
end $$;
--> statement-breakpoint
-- A signed note is changed by no role; later words are new rows that point to it.
create function keep_signed_note() returns trigger language plpgsql as $$
begin
  if old.status = 'signed' then raise exception 'a signed note cannot be changed' using errcode = '42501'; end if;
  return coalesce(new, old);
end $$;
--> statement-breakpoint
create trigger medical_notes_signed before update or delete on medical_notes for each row execute function keep_signed_note();
