import { type SQL, sql } from "drizzle-orm";
import type { TimelineKind } from "./timeline.rules";

/** Whose timeline: the practice, every row that is this child, every record that is this family. */
export type Scope = {
  practiceId: string;
  babyIds: readonly string[];
  clientIds: readonly string[];
  zone: string;
  /** Nothing later than this is asked for. */
  until: Date;
  limit: number;
};

const ids = (list: readonly string[]): SQL => sql`${`{${list.join(",")}}`}::uuid[]`;
const ofBaby = (table: SQL, { practiceId, babyIds }: Scope): SQL =>
  sql`${table}.practice_id = ${practiceId}::uuid and ${table}.baby_id = any(${ids(babyIds)})`;
const ofFamily = (table: SQL, { practiceId, clientIds }: Scope): SQL =>
  sql`${table}.practice_id = ${practiceId}::uuid and ${table}.client_id = any(${ids(clientIds)})`;
const t = (name: string): SQL => sql.raw(name);

/** A colleague as families know them, else as their account says. */
const colleague = (userId: string): SQL =>
  sql`coalesce((select p.display_name from practitioners p where p.practice_id = x.practice_id and p.user_id = ${t(userId)}),
    (select u.name from users u where u.id = ${t(userId)}))`;
/** Somebody of the family, by the name that any of its records has for them, or of the practice. */
const somebody = (scope: Scope, userId: string): SQL =>
  sql`coalesce((select g.name from guardians g where g.practice_id = x.practice_id and g.client_id = any(${ids(scope.clientIds)})
    and g.user_id = ${t(userId)} order by g.client_id <> x.client_id, g.id limit 1), ${colleague(userId)})`;

const lessonOf = (scope: Scope, at: string, when: string, more: SQL = sql``): SQL => sql`
  select x.id::text as id, ${t(at)} as at, jsonb_build_object('bookingId', x.id, 'startsAt', l.starts_at, 'zone', l.time_zone,
    'service', s.name, 'place', pl.kind, 'status', x.status ${more}) as facts
  from booking_babies bb join bookings x on x.practice_id = bb.practice_id and x.id = bb.booking_id
    join lessons l on l.practice_id = x.practice_id and l.id = x.lesson_id
    left join services s on s.practice_id = l.practice_id and s.id = l.service_id
    left join places pl on pl.practice_id = l.practice_id and pl.id = l.place_id
  where ${ofBaby(t("bb"), scope)} and ${t(when)}`;

/** What only the audit trail knows of; of two rows that are one child, an export that held both is one thing. */
const changeOf = (scope: Scope, operations: readonly string[]): SQL => sql`
  select distinct on (x.seq) x.seq::text as id, x.at, jsonb_build_object('by', x.actor_name, 'byKind', x.actor_kind,
    'what', x.operation, 'detail', x.detail) as facts
  from unnest(${ids(scope.babyIds)}) b, baby_changes(${scope.practiceId}::uuid, b, ${`{${operations.join(",")}}`}::text[],
    ${scope.until.toISOString()}::timestamptz, ${scope.limit}) x order by x.seq`;
// Without the other record's name: after they were parted it is another family's.
const mergeOf = (scope: Scope, at: string, who: string): SQL => sql`
  select x.id::text as id, ${t(at)} as at, jsonb_build_object('by', ${colleague(who)}) as facts
  from client_merges x where x.practice_id = ${scope.practiceId}::uuid and ${t(at)} is not null
    and (x.into_id = any(${ids(scope.clientIds)}) or x.from_id = any(${ids(scope.clientIds)}))`;

/** What each source gives: `id`, `at` and `facts`, of one baby. Row-level security says which rows there are. */
export const sources: Record<TimelineKind, (scope: Scope) => SQL> = {
  lesson_booked: (scope) =>
    lessonOf(
      scope,
      "x.created_at",
      "true",
      sql`, 'source', x.source, 'requested', x.status = 'requested'`,
    ),
  // Said to have come, and nothing more yet.
  lesson_arrived: (scope) => lessonOf(scope, "x.arrived_at", "x.status = 'arrived'"),
  lesson_came: (scope) => lessonOf(scope, "l.starts_at", "x.status = 'completed'"),
  lesson_missed: (scope) => lessonOf(scope, "l.starts_at", "x.status = 'no_show'"),
  lesson_cancelled: (scope) =>
    lessonOf(
      scope,
      "x.cancelled_at",
      "x.cancelled_at is not null",
      sql`, 'by', x.cancelled_by, 'rule', x.cancel_rule`,
    ),
  lesson_moved: (scope) => changeOf(scope, ["booking.move_own", "booking.move_by_staff"]),
  care_changed: (scope) => changeOf(scope, ["clients.save_health", "clients.save_baby"]),
  note_signed: (scope) => sql`
    select x.id::text as id, x.signed_at as at, jsonb_build_object('noteId', x.id, 'by', ${colleague("x.author_user_id")},
      'template', x.template, 'place', x.place_kind, 'startsAt', x.about_starts_at, 'zone', x.time_zone) as facts
    from medical_notes x where ${ofBaby(t("x"), scope)} and x.signed_at is not null`,
  note_added: (scope) => sql`
    select x.id::text as id, x.signed_at as at, jsonb_build_object('noteId', x.note_id, 'by', ${colleague("x.author_user_id")}) as facts
    from medical_notes n join note_addenda x on x.practice_id = n.practice_id and x.note_id = n.id
    where ${ofBaby(t("n"), scope)}`,
  summary_sent: (scope) => sql`
    select x.id::text as id, x.sent_at as at, jsonb_build_object('noteId', x.note_id, 'by', ${colleague("x.author_user_id")}) as facts
    from note_summaries x where ${ofBaby(t("x"), scope)}`,
  // The day counts, not when it was typed in; without a time it lies at noon where the practice is.
  measured: (scope) => sql`
    select x.id::text as id, (x.measured_on + coalesce(x.measured_time, time '12:00')) at time zone ${scope.zone} as at,
      jsonb_build_object('measure', x.kind, 'source', x.source, 'by', ${somebody(scope, "x.entered_by")}, 'confirmed', x.confirmed_at is not null,
        'clientId', x.client_id, 'value', encode(x.value, 'base64')) as facts
    from measurements x where ${ofBaby(t("x"), scope)} and x.voided_at is null`,
  // A number that was another baby's stays untold.
  measurement_voided: (scope) => sql`
    select x.id::text as id, x.voided_at as at, jsonb_build_object('measure', x.kind, 'by', ${somebody(scope, "x.voided_by")},
      'corrected', exists (select 1 from measurements y where ${ofBaby(t("y"), scope)} and y.replaces_id = x.id),
      'clientId', x.client_id, 'value', case when x.void_reason <> 'wrong_baby' then encode(x.value, 'base64') end) as facts
    from measurements x where ${ofBaby(t("x"), scope)} and x.voided_at is not null`,
  growth_shared: (scope) => sql`
    select x.id::text as id, x.created_at as at, jsonb_build_object('by', ${colleague("x.shared_by")},
      'doctor', (select r.doctor_name from referrals r where r.practice_id = x.practice_id and r.id = x.referral_id)) as facts
    from growth_shares x where ${ofBaby(t("x"), scope)}`,
  letter_sent: (scope) => sql`
    select x.id::text as id, x.sent_at as at, jsonb_build_object('by', ${colleague("x.written_by")},
      'doctor', (select r.doctor_name from referrals r where r.practice_id = x.practice_id and r.id = x.referral_id)) as facts
    from referral_letters x where ${ofBaby(t("x"), scope)} and x.sent_at is not null`,
  routine_assigned: (scope) => sql`
    select x.id::text as id, x.created_at as at, jsonb_build_object('assignmentId', x.id, 'title', x.snapshot->>'title',
      'by', ${colleague("x.assigned_by")}, 'times', x.times_per_day) as facts
    from routine_assignments x where ${ofBaby(t("x"), scope)}`,
  routine_ended: (scope) => sql`
    select x.id::text as id, x.ended_at as at, jsonb_build_object('assignmentId', x.id, 'title', x.snapshot->>'title') as facts
    from routine_assignments x where ${ofBaby(t("x"), scope)} and x.ended_at is not null`,
  practised: (scope) => sql`
    select x.id::text as id, x.started_at as at, jsonb_build_object('assignmentId', x.assignment_id, 'title', a.snapshot->>'title',
      'outcome', x.outcome, 'reason', coalesce(x.stop_reason, x.skip_reason), 'steps', x.steps_done, 'of', jsonb_array_length(a.snapshot->'steps'),
      'seconds', x.seconds, 'by', ${somebody(scope, "x.by_user_id")}) as facts
    from practice_logs x join routine_assignments a on a.practice_id = x.practice_id and a.id = x.assignment_id
    where ${ofBaby(t("x"), scope)}`,
  form_done: (scope) => sql`
    select x.id::text as id, x.done_at as at, jsonb_build_object('form', coalesce(f.builtin, ''), 'name', f.name,
      'by', (select g.name from guardians g where g.practice_id = x.practice_id and g.id = x.done_by_guardian_id)) as facts
    from form_assignments x join form_versions v on v.practice_id = x.practice_id and v.id = x.form_version_id
      join forms f on f.practice_id = v.practice_id and f.id = v.form_id
    where ${ofFamily(t("x"), scope)} and x.done_at is not null and (x.baby_id is null or x.baby_id = any(${ids(scope.babyIds)}))`,
  // What one person signed at one time is one thing that happened.
  consent: (scope) => sql`
    select min(x.id::text) as id, x.signed_at as at, jsonb_build_object('answer', x.answer, 'consents', jsonb_agg(x.kind order by x.kind),
      'by', min(g.name), 'method', x.method) as facts
    from consents x join guardians g on g.practice_id = x.practice_id and g.id = x.guardian_id
    where ${ofFamily(t("x"), scope)} group by x.guardian_id, x.signed_at, x.answer, x.method`,
  alert_raised: (scope) => sql`
    select x.id::text as id, x.raised_at as at, jsonb_build_object('seen', x.acknowledged_at is not null, 'by', ${colleague("x.acknowledged_by")}) as facts
    from form_alerts x where ${ofFamily(t("x"), scope)} and (x.baby_id is null or x.baby_id = any(${ids(scope.babyIds)}))`,
  // Who decided, and that it was: what was decided stands with the alert.
  alert_decided: (scope) => sql`
    select x.id::text as id, x.acknowledged_at as at, jsonb_build_object('by', ${colleague("x.acknowledged_by")}) as facts
    from form_alerts x where ${ofFamily(t("x"), scope)} and x.acknowledged_at is not null
      and (x.baby_id is null or x.baby_id = any(${ids(scope.babyIds)}))`,
  file_added: (scope) => sql`
    select x.id::text as id, x.created_at as at, jsonb_build_object('about', x.about, 'by', coalesce(${somebody(scope, "x.by_user_id")},
      (select g.name from guardians g where g.practice_id = x.practice_id and g.id = x.by_guardian_id)), 'shown', x.shown_at is not null) as facts
    from files x where ${ofBaby(t("x"), scope)} and x.removed_at is null`,
  file_removed: (scope) =>
    changeOf(scope, [
      "documents.remove_file",
      "documents.bring_back_file",
      "documents.detach_from_form",
    ]),
  referral: (scope) => sql`
    select x.id::text as id, x.at, jsonb_build_object('referralId', r.id, 'what', x.kind, 'doctor', r.doctor_name, 'organisation', r.doctor_organisation) as facts
    from referrals r join referral_events x on x.practice_id = r.practice_id and x.referral_id = r.id
    where ${ofBaby(t("r"), scope)} and x.kind in ('sent', 'accepted', 'declined', 'withdrawn', 'forwarded', 'completed')`,
  message: (scope) => sql`
    select x.id::text as id, coalesce(x.sent_at, x.created_at) as at, jsonb_build_object('template', x.template, 'channel', x.channel, 'state', x.state) as facts
    from emails x where ${ofFamily(t("x"), scope)} and x.state in ('sent', 'kept', 'failed')`,
  records_joined: (scope) => mergeOf(scope, "x.created_at", "x.by_user_id"),
  records_parted: (scope) => mergeOf(scope, "x.undone_at", "x.undone_by"),
  // When it was fetched, by whomever: until then nothing has left.
  exported: (scope) => changeOf(scope, ["documents.fetch_export"]),
};
