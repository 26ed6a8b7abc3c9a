-- A visitor who writes to one practice is asked about its pages alone, not about those of the whole directory with every
-- statement; who only looks around stands in none, and is shown them all as before (0000_context.sql).
create or replace function published_practitioners() returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if app_practice() is null then
    return query select p.id from practitioners p where p.published_at is not null;
  else
    return query select p.id from practitioners p where p.practice_id = app_practice() and p.published_at is not null;
  end if;
end $$;
--> statement-breakpoint
create or replace function published_practices() returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if app_practice() is null then
    return query select p.practice_id from practitioners p where p.published_at is not null;
  else
    return query select p.practice_id from practitioners p where p.practice_id = app_practice() and p.published_at is not null;
  end if;
end $$;
