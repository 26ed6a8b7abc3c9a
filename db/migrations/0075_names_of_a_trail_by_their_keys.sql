-- Names in the timeline and in "who opened" are looked up by their key: compared as text, every person of the
-- installation was looked at. The timeline asks baby_changes once for each kind of thing; planning cost most of each.
create or replace function baby_changes(p_practice uuid, p_baby uuid, p_operations text[], p_until timestamptz, p_limit integer)
  returns table (seq bigint, at timestamptz, actor_kind text, actor_name text, operation text, detail jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
begin
  if app_actor() <> 'staff' or not p_practice = any (array(select app_practices())) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  return query
    with found as (
      select e.* from audit_events e
      where e.practice_id = p_practice and e.at <= p_until and e.operation = any (p_operations)
        and ((e.operation in ('booking.move_own', 'booking.move_by_staff') and e.subject_id in (
              select unnest(array[b.id, b.lesson_id])::text from booking_babies bb
              join bookings b on b.practice_id = bb.practice_id and b.id = bb.booking_id
              where bb.practice_id = p_practice and bb.baby_id = p_baby))
          or (e.operation in ('clients.save_health', 'clients.save_baby', 'documents.remove_file', 'documents.bring_back_file',
              'documents.detach_from_form') and e.subject_type = 'baby' and e.subject_id = p_baby::text))
      union all
      select e.* from audit_events e
      where e.practice_id = p_practice and e.at <= p_until and 'documents.fetch_export' = any (p_operations)
        and e.operation = 'documents.fetch_export' and e.subject_type = 'list' and e.detail->'babies' @> to_jsonb(p_baby::text)
    )
    select f.seq, f.at, f.actor_kind, u.name, f.operation, f.detail - 'babies'
    from found f left join users u on f.actor_kind <> 'link'
      and u.id = case when f.actor_id ~ '^[0-9a-f-]{36}$' then f.actor_id::uuid end
    order by f.at desc, f.seq desc limit p_limit;
end $$;
--> statement-breakpoint
create or replace function record_access(p_baby uuid, p_before bigint, p_limit integer)
  returns table (seq bigint, at timestamptz, actor_kind text, actor_name text, actor_role text, own boolean, operation text, detail jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare v_practice uuid; v_ids text[];
begin
  if app_actor() <> 'parent' then raise exception 'not for this actor' using errcode = '42501'; end if;
  select b.practice_id, (select array_agg(s.id::text) from babies s where s.practice_id = b.practice_id
      and coalesce(s.same_as, s.id) = coalesce(b.same_as, b.id) and s.client_id = any (array(select my_clients())))
    into v_practice, v_ids from babies b where b.id = p_baby and b.client_id = any (array(select my_clients()));
  if v_practice is null then return; end if;
  return query
    with found as (
      (select e.* from audit_events e
        where e.practice_id = v_practice and e.subject_id = any (v_ids) and e.subject_type = 'baby' and (p_before is null or e.seq < p_before)
        order by e.seq desc limit p_limit)
      union
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
