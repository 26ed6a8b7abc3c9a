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
create function keep_phone_key() returns trigger language plpgsql as $$
begin
  new.phone_key := nullif(right(regexp_replace(new.phone, '[^0-9]', '', 'g'), 9), '');
  return new;
end $$;
--> statement-breakpoint
create trigger guardians_phone_key before insert or update of phone on guardians for each row execute function keep_phone_key();
--> statement-breakpoint
-- What is known of the families so far: who is first in a family booked for it or was written down for it, and may do
-- what they did until now; so may whoever has an account or said yes to copies. About everybody else nobody said a thing.
update guardians set phone = phone,
  kin = case when lower(relation) in ('mother', 'father', 'parent', 'grandparent', 'nanny', 'guardian') then lower(relation)
    when lower(relation) in ('mum', 'mom') then 'mother' when lower(relation) = 'dad' then 'father'
    when lower(relation) in ('grandmother', 'grandfather', 'granny', 'grandad', 'grandma', 'grandpa') then 'grandparent'
    when lower(relation) in ('foster parent', 'foster carer', 'foster mother', 'foster father') then 'foster_carer' end,
  may_see = case when user_id is not null or copies_since is not null then 'yes' else 'unsaid' end;
--> statement-breakpoint
update guardians set relation = null where kin is not null and lower(relation) = replace(kin, '_', ' ');
--> statement-breakpoint
update guardians g set may_see = 'yes', may_attend = 'yes',
    may_consent = case when g.kin = 'foster_carer' then 'unsaid' else 'yes' end
  from (select distinct on (practice_id, client_id) practice_id, id from guardians
    order by practice_id, client_id, created_at, email is null, phone is null, id) first
  where g.practice_id = first.practice_id and g.id = first.id;
--> statement-breakpoint
update bookings b set guardian_id = (select g.id from guardians g where g.practice_id = b.practice_id and g.client_id = b.client_id
    order by g.created_at, g.email is null, g.phone is null, g.id limit 1)
  where b.source <> 'staff';
--> statement-breakpoint
-- The families whose records a signed-in person may see, each with the records that were merged into one with it. A "no"
-- in any of those records counts for all of them.
create or replace function my_clients() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$
    with mine as (
      select g.practice_id, coalesce(c.merged_into, c.id) as root
      from guardians g join clients c on c.practice_id = g.practice_id and c.id = g.client_id
      where app_actor() = 'parent' and g.user_id = app_user()
      group by 1, 2 having bool_or(g.may_see = 'yes') and not bool_or(g.may_see = 'no')
    )
    select root from mine
    union all select c.id from mine m join clients c on c.practice_id = m.practice_id and c.merged_into = m.root
  $$;
--> statement-breakpoint
create or replace function my_lessons() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$
    select lesson_id from bookings where client_id = any(array(select my_clients()))
    union select b.lesson_id from guardians g join bookings b on b.practice_id = g.practice_id and b.guardian_id = g.id
      where app_actor() = 'parent' and g.user_id = app_user()
  $$;
--> statement-breakpoint
-- Whether a booking is the actor's to change: of a family they may see, or booked by themselves.
create function my_booking(p_client uuid, p_guardian uuid) returns boolean language sql stable security definer set search_path = public, pg_temp
  as $$
    select app_actor() = 'parent' and coalesce(p_client = any (array(select my_clients())) or p_guardian = any (array(select my_guardians())), false)
  $$;
--> statement-breakpoint
-- Who cares for a baby with the actor, by name: where anybody lives or can be reached is not for the others.
create function my_carers(p_client uuid) returns table (practice_id uuid, id uuid, client_id uuid, name text, kin text, relation text,
    you boolean, reachable boolean, claimed boolean, copies_since timestamptz, may_see text)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select g.practice_id, g.id, g.client_id, g.name, g.kin, g.relation, g.user_id is not distinct from app_user(), g.email is not null,
    g.user_id is not null, g.copies_since, g.may_see
  from clients asked
    join clients c on c.practice_id = asked.practice_id and coalesce(c.merged_into, c.id) = coalesce(asked.merged_into, asked.id)
    join guardians g on g.practice_id = c.practice_id and g.client_id = c.id
  where asked.id = p_client and asked.id = any (array(select my_clients()))
  order by g.created_at, g.email is null, g.phone is null, g.id
$$;
--> statement-breakpoint
-- Which of them has an address, when the actor already knows it.
create function carer_of_address(p_client uuid, p_email text) returns uuid language sql stable security definer set search_path = public, pg_temp
  as $$ select g.id from my_carers(p_client) m join guardians g on g.practice_id = m.practice_id and g.id = m.id where g.email = p_email limit 1 $$;
--> statement-breakpoint
create or replace function answer_copies(p_practice uuid, p_guardian uuid, p_yes boolean) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'link' or link_subject('copies') is distinct from p_guardian or p_practice is distinct from app_practice() then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  update guardians set copies_since = case when p_yes then coalesce(copies_since, clock_timestamp()) end
    where practice_id = p_practice and id = p_guardian and email is not null and (may_see <> 'no' or not p_yes);
  return found;
end $$;
--> statement-breakpoint
create or replace function name_copies_address(p_practice uuid, p_guardian uuid, p_email text) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if app_actor() <> 'parent' then raise exception 'not for this actor' using errcode = '42501'; end if;
  update guardians set email = p_email, copies_since = null
    where practice_id = p_practice and id = p_guardian and client_id = any (array(select my_clients()))
      and user_id is null and may_see <> 'no' and (email is null or email = p_email);
  return found;
end $$;
--> statement-breakpoint
create or replace function cancel_seat(p_practice uuid, p_booking uuid, p_version integer, p_reason text, p_rule text, p_fee integer)
  returns text language plpgsql security definer set search_path = public, pg_temp
as $$
declare seat bookings;
begin
  select * into seat from bookings where practice_id = p_practice and id = p_booking;
  if not p_practice = any (array(select app_practices())) or seat.id is null or not coalesce(
      (app_actor() = 'link' and p_booking = link_subject('booking')) or my_booking(seat.client_id, seat.guardian_id), false) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  -- The lesson first, as staff do, so that the two cannot wait for each other.
  perform 1 from lessons where practice_id = p_practice and id = seat.lesson_id for update;
  update bookings set status = 'cancelled', cancelled_at = clock_timestamp(), cancelled_by = 'family', cancel_reason = p_reason,
      cancel_rule = p_rule, fee_minor = p_fee, version = version + 1
    where practice_id = p_practice and id = p_booking and version = p_version and status in ('requested', 'booked');
  if not found then return 'changed'; end if;
  update lessons set status = case when exists (select 1 from bookings b where b.practice_id = p_practice and b.lesson_id = seat.lesson_id
        and b.status <> 'cancelled') then status else 'cancelled' end,
      answer_by = case when exists (select 1 from bookings b where b.practice_id = p_practice and b.lesson_id = seat.lesson_id
        and b.status <> 'cancelled') then answer_by end,
      version = version + 1, sequence = sequence + 1
    where practice_id = p_practice and id = seat.lesson_id and status in ('requested', 'confirmed');
  return 'cancelled';
end $$;
--> statement-breakpoint
create or replace function note_seat(p_practice uuid, p_booking uuid, p_version integer, p_fee integer, p_confirmed boolean)
  returns boolean language plpgsql security definer set search_path = public, pg_temp
as $$
declare seat bookings;
begin
  select * into seat from bookings where practice_id = p_practice and id = p_booking;
  if not p_practice = any (array(select app_practices())) or seat.id is null or not coalesce(
      (app_actor() = 'link' and p_booking = link_subject('booking')) or my_booking(seat.client_id, seat.guardian_id), false) then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  update bookings set version = version + 1, fee_minor = fee_minor + p_fee,
      confirmed_at = case when p_confirmed then clock_timestamp() end
    where practice_id = p_practice and id = p_booking and version = p_version and status in ('requested', 'booked');
  return found;
end $$;
--> statement-breakpoint
create or replace function booking_trail(p_practice uuid, p_booking uuid)
  returns table (seq bigint, at timestamptz, actor_kind text, actor_name text, operation text, detail jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare seat bookings;
begin
  select * into seat from bookings where practice_id = p_practice and id = p_booking;
  if not p_practice = any (array(select app_practices())) or seat.id is null or not coalesce(
      (app_actor() = 'link' and p_booking = link_subject('booking')) or my_booking(seat.client_id, seat.guardian_id)
      or app_actor() = 'staff', false) then
    return;
  end if;
  return query
    select e.seq, e.at, e.actor_kind, case when app_actor() = 'staff' then u.name end, e.operation, e.detail
    from audit_events e left join users u on u.id::text = e.actor_id and e.actor_kind <> 'link'
    where e.practice_id = p_practice and e.subject_id in (seat.id::text, seat.lesson_id::text)
    order by e.seq limit 200;
end $$;
--> statement-breakpoint
-- Writes a baby's sealed facts in place of those that were read: false when somebody else wrote meanwhile. For what a
-- family tells in a form, too, which may change nothing else of a baby.
create function keep_health(p_practice uuid, p_baby uuid, p_before bytea, p_after bytea) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not p_practice = any (array(select app_practices())) or app_actor() not in ('staff', 'system', 'parent', 'link') then
    raise exception 'outside the practice' using errcode = '42501';
  end if;
  update babies set health = p_after
    where practice_id = p_practice and id = p_baby and health is not distinct from p_before
      and (app_actor() in ('staff', 'system') or (app_actor() = 'parent' and client_id = any (array(select my_clients())))
        or (app_actor() = 'link' and client_id = (select link_client())));
  return found;
end $$;
--> statement-breakpoint
-- Deletes a family whose time is over, for the owner of the practice: the key of every sealed word, then every row that
-- may go, table by table, as the catalog lists them, so that a table made later is not forgotten. Rows that something
-- holds (what was signed, what money was taken for) stay without a name. Null while the family is held.
create function erase_family(p_practice uuid, p_client uuid, p_last date, p_contact_years integer, p_birth_years integer, p_due date)
  returns uuid language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  v_ids uuid[]; v_babies uuid[]; v_open text[]; v_next text[]; v_table text; v_where text; v_row tid; v_n bigint; v_left bigint;
  v_removed jsonb := '{}'; v_kept jsonb := '{}'; v_id uuid := gen_random_uuid(); v_again boolean := true;
begin
  if app_actor() <> 'staff' or app_role() <> 'owner' or p_practice is distinct from app_practice() then
    raise exception 'not for this actor' using errcode = '42501';
  end if;
  perform 1 from clients where practice_id = p_practice and (id = p_client or merged_into = p_client) order by id for update;
  select array_agg(id) into v_ids from clients
    where practice_id = p_practice and (id = p_client or merged_into = p_client) and merged_into is distinct from id;
  if v_ids is null or exists (select 1 from clients where practice_id = p_practice and id = any (v_ids)
      and (held_since is not null or erased_at is not null)) or p_due > current_date then
    return null;
  end if;
  select coalesce(array_agg(id), '{}') into v_babies from babies where practice_id = p_practice and client_id = any (v_ids);
  update data_keys set wrapped = '', destroyed_at = clock_timestamp() where practice_id = p_practice and (
    id in (select data_key_id from clients where practice_id = p_practice and id = any (v_ids))
    or id in (select data_key_id from referrals where practice_id = p_practice and client_id = any (v_ids)));
  update bookings set family_note = null, visit_address = null, cancel_reason = null, guardian_id = null
    where practice_id = p_practice and client_id = any (v_ids);
  update referrals set decline_note = null where practice_id = p_practice and client_id = any (v_ids);
  update babies set first_name = '', born_on = date_trunc('year', born_on), gestation_days = null, sex = 'unsaid', born_of = null,
      birth_order = null, born_at = null, health = null, same_as = null, archived_at = coalesce(archived_at, clock_timestamp())
    where practice_id = p_practice and client_id = any (v_ids);
  update guardians set name = '', email = null, phone = null, kin = null, relation = null, foster_by = null, foster_on = null,
      foster_until = null, user_id = null, locale = null, copies_since = null, responsibility = 'unsaid', may_consent = 'unsaid',
      may_attend = 'unsaid', may_see = 'unsaid'
    where practice_id = p_practice and client_id = any (v_ids);
  delete from links where practice_id = p_practice and (
    subject_id in (select id from bookings where practice_id = p_practice and client_id = any (v_ids))
    or subject_id in (select id from guardians where practice_id = p_practice and client_id = any (v_ids))
    or subject_id in (select id from referrals where practice_id = p_practice and client_id = any (v_ids)));
  -- Tables that know the family, or only its baby.
  select array_agg(distinct c.table_name::text) into v_open
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name in ('client_id', 'baby_id')
      and c.table_name not in ('bookings', 'payments', 'referrals');
  while v_again and v_open <> '{}' loop
    v_again := false;
    v_next := '{}';
    foreach v_table in array v_open loop
      v_where := case when exists (select 1 from information_schema.columns where table_schema = 'public' and table_name = v_table
        and column_name = 'client_id') then 'client_id = any ($2)' else 'baby_id = any ($3)' end;
      begin
        execute format('delete from %I where practice_id = $1 and %s', v_table, v_where) using p_practice, v_ids, v_babies;
        get diagnostics v_n = row_count;
        v_again := true;
        v_removed := v_removed || jsonb_build_object(v_table, coalesce((v_removed->>v_table)::bigint, 0) + v_n);
      exception when foreign_key_violation or insufficient_privilege or raise_exception or restrict_violation then
        v_next := v_next || v_table;
      end;
    end loop;
    v_open := v_next;
  end loop;
  foreach v_table in array v_open loop
    v_where := case when exists (select 1 from information_schema.columns where table_schema = 'public' and table_name = v_table
      and column_name = 'client_id') then 'client_id = any ($2)' else 'baby_id = any ($3)' end;
    v_n := 0;
    v_left := 0;
    for v_row in execute format('select ctid from %I where practice_id = $1 and %s', v_table, v_where) using p_practice, v_ids, v_babies loop
      begin
        execute format('delete from %I where ctid = $1', v_table) using v_row;
        v_n := v_n + 1;
      exception when foreign_key_violation or insufficient_privilege or raise_exception or restrict_violation then
        v_left := v_left + 1;
      end;
    end loop;
    v_removed := v_removed || jsonb_build_object(v_table, coalesce((v_removed->>v_table)::bigint, 0) + v_n);
    v_kept := v_kept || jsonb_build_object(v_table, v_left);
  end loop;
  delete from different_families where practice_id = p_practice and (low_id = any (v_ids) or high_id = any (v_ids));
  select count(*) into v_n from bookings where practice_id = p_practice and client_id = any (v_ids);
  select count(*) into v_left from payments where practice_id = p_practice and client_id = any (v_ids);
  v_kept := v_kept || jsonb_build_object('bookings', v_n, 'payments', v_left);
  update clients set name = '', held_why = null, silent_since = coalesce(silent_since, clock_timestamp()), apart_since = null,
      archived_at = coalesce(archived_at, clock_timestamp()), erased_at = clock_timestamp()
    where practice_id = p_practice and id = any (v_ids);
  insert into erasures (practice_id, id, erased_client_id, by_user_id, last_contact_on, contact_years, birth_years, due_on, removed, kept)
    values (p_practice, v_id, p_client, app_user(), p_last, p_contact_years, p_birth_years, p_due, v_removed, v_kept);
  return v_id;
end $$;
