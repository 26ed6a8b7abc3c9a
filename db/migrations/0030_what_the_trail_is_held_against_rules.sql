-- Tables made since the last migration obey their policies for their owner as well.
do $$
declare t record;
begin
  for t in select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relrowsecurity and not c.relforcerowsecurity
  loop
    execute format('alter table %s force row level security', t.name);
  end loop;
end $$;
--> statement-breakpoint
-- What is written in the trail stays: no role changes or removes it, the owner of the tables neither.
create trigger audit_events_kept before update or delete on audit_events for each row execute function keep_as_signed();
--> statement-breakpoint
create trigger audit_events_not_emptied before truncate on audit_events for each statement execute function keep_as_signed();
--> statement-breakpoint
create trigger audit_checkpoints_kept before update or delete on audit_checkpoints for each row execute function keep_as_signed();
--> statement-breakpoint
create trigger audit_checkpoints_not_emptied before truncate on audit_checkpoints for each statement execute function keep_as_signed();
--> statement-breakpoint
-- The ends of all chains that went on since they were last signed, to the job that signs them.
create function audit_ends() returns table (practice_id uuid, seq bigint, hash bytea)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'system' then raise exception 'not for this actor' using errcode = '42501'; end if;
  return query select h.practice_id, h.seq, h.hash from audit_heads h
    where h.seq > coalesce((select max(c.seq) from audit_checkpoints c where c.practice_id = h.practice_id), 0);
end $$;
--> statement-breakpoint
create function keep_checkpoints(p_checkpoints jsonb) returns void
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'system' then raise exception 'not for this actor' using errcode = '42501'; end if;
  insert into audit_checkpoints (practice_id, seq, hash, at, signature, key_id)
    select (c->>'practiceId')::uuid, (c->>'seq')::bigint, decode(c->>'hash', 'hex'), (c->>'at')::timestamptz,
      decode(c->>'signature', 'hex'), c->>'keyId'
    from jsonb_array_elements(p_checkpoints) c
    on conflict do nothing;
end $$;
--> statement-breakpoint
-- Who opened or changed a baby's record, for a parent of that baby: the trail of the practice stays with its owner.
-- Colleagues of the practice by their name and role, people of the family by the name the practice has for them.
create function record_access(p_baby uuid, p_before bigint, p_limit integer)
  returns table (seq bigint, at timestamptz, actor_kind text, actor_name text, actor_role text, own boolean, operation text, detail jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare v_practice uuid;
begin
  if app_actor() <> 'parent' then raise exception 'not for this actor' using errcode = '42501'; end if;
  select b.practice_id into v_practice from babies b
    where b.id = p_baby and b.client_id = any (array(select my_clients()));
  if v_practice is null then return; end if;
  return query
    with found as (
      (select e.* from audit_events e
        where e.practice_id = v_practice and e.subject_id = p_baby::text and e.subject_type = 'baby' and (p_before is null or e.seq < p_before)
        order by e.seq desc limit p_limit)
      union all
      (select e.* from audit_events e
        where e.practice_id = v_practice and e.subject_type = 'list' and e.detail->'babies' @> to_jsonb(p_baby::text)
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
      left join users u on u.id::text = f.actor_id and f.actor_kind in ('staff', 'doctor')
      left join practice_members m on m.practice_id = v_practice and m.user_id = u.id and f.actor_kind = 'staff'
      left join practitioners p on p.practice_id = v_practice and p.user_id = u.id and f.actor_kind = 'staff'
    order by f.seq desc limit p_limit;
end $$;
--> statement-breakpoint
-- Changes of a baby's lessons and of what is kept about it, for the timeline that everybody who works there reads.
create function baby_changes(p_practice uuid, p_baby uuid, p_until timestamptz, p_limit integer)
  returns table (seq bigint, at timestamptz, actor_kind text, actor_name text, operation text, detail jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'staff' or not p_practice = any (array(select app_practices())) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  return query
    select e.seq, e.at, e.actor_kind, u.name, e.operation, e.detail
    from audit_events e left join users u on u.id::text = e.actor_id and e.actor_kind <> 'link'
    where e.practice_id = p_practice and e.at <= p_until
      and ((e.operation in ('booking.move_own', 'booking.move_by_staff') and e.subject_id in (
            select unnest(array[b.id, b.lesson_id])::text from booking_babies bb
            join bookings b on b.practice_id = bb.practice_id and b.id = bb.booking_id
            where bb.practice_id = p_practice and bb.baby_id = p_baby))
        or (e.operation in ('clients.save_health', 'clients.save_baby') and e.subject_type = 'baby' and e.subject_id = p_baby::text))
    order by e.at desc, e.seq desc limit p_limit;
end $$;
