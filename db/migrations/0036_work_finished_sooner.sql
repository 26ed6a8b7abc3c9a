-- Audit rows and job rows of one command, in its transaction and in one round trip. A job without a key is one row, put
-- there as graphile_worker.add_job() puts it (lib/work/jobs.test.ts holds the two beside each other). add_job() also
-- notifies, and PostgreSQL lets transactions that notify commit one after another: the door wakes the runner after the
-- commit instead (lib/work/wake.ts).
create or replace function finish_work(p_practice uuid, p_entries jsonb, p_jobs jsonb) returns void
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare job jsonb; v_task integer;
begin
  for job in select value from jsonb_array_elements(p_jobs) loop
    select id into v_task from graphile_worker._private_tasks where identifier = job->>'name';
    if v_task is null or job ? 'key' then
      perform graphile_worker.add_job(job->>'name', payload := (job->'payload')::json,
        run_at := (job->>'runAt')::timestamptz, job_key := job->>'key', max_attempts := 12);
    else
      insert into graphile_worker._private_jobs (task_id, payload, run_at, max_attempts)
        values (v_task, (job->'payload')::json, coalesce((job->>'runAt')::timestamptz, now()), 12);
    end if;
  end loop;
  perform append_audit(p_practice, p_entries);
end $$;
--> statement-breakpoint
-- The only writer of the audit trail, as before; a chain that has begun is not begun anew each time.
create or replace function append_audit(p_practice uuid, p_entries jsonb) returns void
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  chain uuid := coalesce(p_practice, '00000000-0000-0000-0000-000000000000');
  actor text := app_actor();
  last_seq bigint; last_hash bytea; entry jsonb; at_time timestamptz; new_hash bytea;
begin
  select seq, hash into last_seq, last_hash from audit_heads where practice_id = chain for update;
  if not found then
    insert into audit_heads (practice_id, seq, hash) values (chain, 0, '\x00') on conflict do nothing;
    select seq, hash into last_seq, last_hash from audit_heads where practice_id = chain for update;
  end if;
  for entry in select value from jsonb_array_elements(p_entries) loop
    last_seq := last_seq + 1;
    at_time := clock_timestamp();
    new_hash := sha256(last_hash || convert_to(jsonb_build_array(
      chain, last_seq, (extract(epoch from at_time) * 1000000)::bigint, actor, entry->>'actorId', entry->>'operation',
      entry->>'subjectType', entry->>'subjectId', coalesce(entry->'detail', '{}'::jsonb))::text, 'UTF8'));
    insert into audit_events (practice_id, seq, at, actor_kind, actor_id, operation, subject_type, subject_id, detail, previous, hash)
      values (chain, last_seq, at_time, actor, entry->>'actorId', entry->>'operation', entry->>'subjectType',
        entry->>'subjectId', coalesce(entry->'detail', '{}'::jsonb), last_hash, new_hash);
    last_hash := new_hash;
  end loop;
  update audit_heads set seq = last_seq, hash = last_hash where practice_id = chain;
end $$;
