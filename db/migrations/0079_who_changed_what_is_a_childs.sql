-- "Everybody who opened or changed the record": a measurement, a home routine, a practice, a form that was handed in and an
-- alert that somebody decided have ids of their own in the trail, and were left out. They are found as they were written,
-- by those ids, each by its key (audit_events_subject_idx): so what was written before counts as well. Left out are mails
-- that the runner sent about a routine, the second row of a correction, and what a grown-up answers alone.
create or replace function record_access(p_baby uuid, p_before bigint, p_limit integer)
  returns table (seq bigint, at timestamptz, actor_kind text, actor_name text, actor_role text, own boolean, operation text, detail jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare v_practice uuid; v_babies uuid[]; v_ids text[]; v_clients uuid[]; v_subjects text[];
begin
  if app_actor() <> 'parent' then raise exception 'not for this actor' using errcode = '42501'; end if;
  select b.practice_id into v_practice from babies b where b.id = p_baby and b.client_id = any (array(select my_clients()));
  if v_practice is null then return; end if;
  -- Rows that are the same child count as one.
  select array_agg(s.id), array_agg(s.id::text), array_agg(s.client_id) into v_babies, v_ids, v_clients
    from babies b join babies s on s.practice_id = b.practice_id and coalesce(s.same_as, s.id) = coalesce(b.same_as, b.id)
    where b.practice_id = v_practice and b.id = p_baby and s.client_id = any (array(select my_clients()));
  select v_ids || coalesce(array_agg(o.id::text), '{}') into v_subjects from (
    select m.id from measurements m where m.practice_id = v_practice and m.baby_id = any (v_babies)
    union all select a.id from routine_assignments a where a.practice_id = v_practice and a.baby_id = any (v_babies)
    union all select l.id from practice_logs l where l.practice_id = v_practice and l.baby_id = any (v_babies)
    union all select unnest(array[f.id, a.id]) from form_assignments f
      left join form_alerts a on a.practice_id = f.practice_id and a.assignment_id = f.id and f.baby_id = a.baby_id
      where f.practice_id = v_practice and f.client_id = any (v_clients) and f.baby_id = any (v_babies) and f.guardian_id is null
  ) o where o.id is not null;
  return query
    with found as (
      (select e.* from (select distinct unnest(v_subjects) as id) s cross join lateral (
          select * from audit_events t where t.practice_id = v_practice and t.subject_id = s.id
            and (p_before is null or t.seq < p_before)
            and (t.subject_type = 'baby'
              or t.subject_type = 'measurement' and not t.detail ? 'replaces'
              or t.subject_type = 'form_assignment' and t.operation = 'intake.hand_in'
              or t.subject_type in ('assignment', 'practice_log', 'form_alert') and t.actor_kind <> 'system')
          order by t.seq desc limit p_limit) e
        order by e.seq desc limit p_limit)
      union all
      (select e.* from audit_events e
        where e.practice_id = v_practice and e.subject_type = 'list' and e.detail->'babies' ?| v_ids
          and (p_before is null or e.seq < p_before)
        order by e.seq desc limit p_limit)
    )
    select f.seq, f.at, f.actor_kind,
      case f.actor_kind
        when 'staff' then coalesce(p.display_name, u.name)
        when 'parent' then (select g.name from guardians g where g.practice_id = v_practice and g.user_id::text = f.actor_id
          and g.client_id = any (array(select my_clients())) order by g.created_at limit 1)
        when 'doctor' then u.name
      end,
      case when f.actor_kind = 'staff' then m.role end,
      f.actor_id is not distinct from app_user()::text,
      f.operation, f.detail - 'babies'
    from found f
      left join users u on f.actor_kind in ('staff', 'doctor')
        and u.id = case when f.actor_id ~ '^[0-9a-f-]{36}$' then f.actor_id::uuid end
      left join practice_members m on m.practice_id = v_practice and m.user_id = u.id and f.actor_kind = 'staff'
      left join practitioners p on p.practice_id = v_practice and p.user_id = u.id and f.actor_kind = 'staff'
    order by f.seq desc limit p_limit;
end $$;
