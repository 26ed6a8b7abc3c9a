-- What the timeline reads of the trail: one kind of thing at a time, so that many of one leave none of another out; and
-- files that were taken away, whose rows are gone a week later, and exports that carried this child.
drop function baby_changes(uuid, uuid, timestamptz, integer);
--> statement-breakpoint
create function baby_changes(p_practice uuid, p_baby uuid, p_operations text[], p_until timestamptz, p_limit integer)
  returns table (seq bigint, at timestamptz, actor_kind text, actor_name text, operation text, detail jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp
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
    from found f left join users u on u.id::text = f.actor_id and f.actor_kind <> 'link'
    order by f.at desc, f.seq desc limit p_limit;
end $$;
