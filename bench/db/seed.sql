-- 100,000 lessons of 50 practices: the same rows every time, counted from the Monday in bench.monday. As the owner.
-- Practice 1 is large: 20 practitioners and 40,000 lessons. The others have 2 practitioners each; bench.practices asks for fewer.
create schema bench;

-- Ids as the app makes them (UUIDv7): in order, and with version and variant where its schemas look for them.
-- One expression, which PostgreSQL takes into the statement: a function of its own is called a million times.
create function bench.id(kind text, n bigint) returns uuid language sql immutable as $$
  select (lpad(to_hex(1600000000000 + n), 12, '0') || '7' || substr(md5(kind || n), 1, 3) || '8'
    || substr(md5(kind || n), 4, 15))::uuid
$$;

create table bench.size as
  select coalesce(nullif(current_setting('bench.practices', true), '')::int, 50) as practices;

create table bench.practitioners as
  select n, case when n <= 20 then 1 else 2 + (n - 21) / 2 end as practice,
    bench.id('practice', case when n <= 20 then 1 else 2 + (n - 21) / 2 end) as practice_id,
    bench.id('practitioner', n) as practitioner_id, bench.id('service', n) as service_id,
    case when n <= 20 then 2000 else 612 + (n <= 44)::int end as lessons
  from bench.size, generate_series(1, 18 + 2 * practices) n;

insert into practices (practice_id, name, country, currency, locale, time_zone, emergency_number)
  select bench.id('practice', n), 'Practice ' || n, 'GB', 'GBP', 'en-GB', 'Europe/London', '999'
  from bench.size, generate_series(1, practices) n;
insert into audit_heads (practice_id, seq, hash)
  select bench.id('practice', n), 0, '\x00' from bench.size, generate_series(1, practices) n;

insert into users (id, email, email_verified_at)
  select bench.id('staff', n), 'staff-' || n || '@example.com', timestamptz '2026-01-01' from bench.size, generate_series(1, 18 + 2 * practices) n;
insert into practice_members (practice_id, id, user_id, role)
  select practice_id, bench.id('member', n), bench.id('staff', n),
    case when n = 1 or (n > 20 and n % 2 = 1) then 'owner' else 'practitioner' end
  from bench.practitioners;
insert into practitioners (practice_id, id, user_id, slug, display_name, published_at)
  select practice_id, practitioner_id, bench.id('staff', n), 'practitioner-' || n, 'Practitioner ' || n, timestamptz '2026-01-01'
  from bench.practitioners;
insert into places (practice_id, id, kind, name, time_zone)
  select bench.id('practice', n), bench.id('place', n), 'studio', 'Studio', 'Europe/London' from bench.size, generate_series(1, practices) n;
insert into services (practice_id, id, practitioner_id, place_id, name, duration_minutes, min_notice_minutes,
    horizon_days, price_minor, currency)
  select practice_id, service_id, practitioner_id, bench.id('place', practice), 'Lesson', 60, 0, 730, 4800, 'GBP'
  from bench.practitioners;
insert into weekly_hours (practice_id, id, practitioner_id, weekday, starts_time, ends_time)
  select practice_id, bench.id('hours', n * 10 + day), practitioner_id, day, '08:00', '18:00'
  from bench.practitioners, generate_series(1, 5) day;

-- A family for every five lessons, each with one guardian who has an account and one baby.
create table bench.families as
  select row_number() over (order by p.n, f) as n, p.n as practitioner, f, p.practice_id
  from bench.practitioners p, generate_series(0, (p.lessons - 1) / 5) f;
insert into users (id, email, email_verified_at)
  select bench.id('parent', n), 'parent-' || n || '@example.com', timestamptz '2026-01-01' from bench.families;
insert into data_keys (practice_id, id, wrapped, kid)
  select practice_id, bench.id('key', n), sha256(n::text::bytea) || sha256('k'), 1 from bench.families;
insert into clients (practice_id, id, name, source, data_key_id)
  select practice_id, bench.id('client', n), 'Family ' || n, 'booking', bench.id('key', n) from bench.families;
insert into guardians (practice_id, id, client_id, user_id, name, email, may_see)
  select practice_id, bench.id('guardian', n), bench.id('client', n), bench.id('parent', n), 'Parent ' || n,
    'parent-' || n || '@example.com', 'yes' from bench.families;
insert into babies (practice_id, id, client_id, first_name, born_on)
  select practice_id, bench.id('baby', n), bench.id('client', n), 'Baby ' || n, date '2026-03-01' + (n % 200)::int
  from bench.families;

-- Six lessons a weekday, the last of them ten weeks after the Monday: the calendar is full up to there and free beyond.
create table bench.lessons as
  select row_number() over (order by p.n, i) as n, p.practice_id, p.practitioner_id, p.service_id,
    bench.id('place', p.practice) as place_id, f.n as family,
    ((date_trunc('day', current_setting('bench.monday')::timestamptz at time zone 'UTC')
      + make_interval(days => 7 * (9 - i / 30) + (i % 30) / 6, hours => 10 + i % 6)) at time zone 'UTC') as starts_at,
    case when 7 * (9 - i / 30) >= 0 then 'confirmed' when i % 12 = 0 then 'cancelled' when i % 25 = 1 then 'no_show'
      else 'completed' end as status
  from bench.practitioners p cross join lateral generate_series(0, p.lessons - 1) i
    join bench.families f on f.practitioner = p.n
      -- The first family comes every other week for years: the one whose history is asked for.
      and f.f = case when p.n = 1 and i % 10 = 1 then 0 else i % ((p.lessons - 1) / 5 + 1) end;
insert into lessons (practice_id, id, practitioner_id, service_id, place_id, status, starts_at, ends_at, blocked_from,
    blocked_until, time_zone, local_start)
  select practice_id, bench.id('lesson', n), practitioner_id, service_id, place_id, status, starts_at,
    starts_at + interval '1 hour', starts_at, starts_at + interval '1 hour', 'Europe/London', starts_at at time zone 'Europe/London'
  from bench.lessons;
insert into bookings (practice_id, id, lesson_id, client_id, reference, status, source, price_minor, currency, completed_at,
    no_show_at, cancelled_at, cancelled_by)
  select practice_id, bench.id('booking', n), bench.id('lesson', n), bench.id('client', family), 'BENCH-' || n,
    case status when 'confirmed' then 'booked' else status end, 'public', 4800, 'GBP',
    case when status = 'completed' then starts_at end, case when status = 'no_show' then starts_at end,
    case when status = 'cancelled' then starts_at end, case when status = 'cancelled' then 'family' end
  from bench.lessons;
insert into booking_babies (practice_id, booking_id, baby_id, client_id)
  select practice_id, bench.id('booking', n), bench.id('baby', family), bench.id('client', family) from bench.lessons;
