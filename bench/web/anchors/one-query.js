import postgres from "postgres";

const { ANCHOR_DATABASE_URL = "", ANCHOR_PRACTITIONER = "" } = process.env;
const sql = postgres(ANCHOR_DATABASE_URL, { max: 10, onnotice: () => {} });

/** What the free times of five weeks follow from, in one prepared statement and as it comes: no policies, no search. */
export const oneQuery = () => sql`
  select
    (select json_agg(json_build_array(weekday, starts_time, ends_time)) from weekly_hours
      where practitioner_id = ${ANCHOR_PRACTITIONER}) as hours,
    (select json_agg(json_build_array(day, starts_time, ends_time)) from date_overrides
      where practitioner_id = ${ANCHOR_PRACTITIONER} and day between now()::date and now()::date + 35) as overrides,
    (select json_agg(json_build_array(blocked_from, blocked_until) order by blocked_from) from lessons
      where practitioner_id = ${ANCHOR_PRACTITIONER} and status in ('held', 'requested', 'confirmed', 'completed', 'no_show')
        and tstzrange(blocked_from, blocked_until) && tstzrange(now(), now() + interval '35 days')) as busy`;
