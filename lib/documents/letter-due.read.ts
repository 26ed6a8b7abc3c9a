import { sql } from "drizzle-orm";
import { z } from "zod";
import { teachers, type Whose } from "@/lib/booking/whose";
import { standing } from "@/lib/clients/consent.rules";
import { consentsOfFamilies } from "@/lib/clients/consents";
import { goesOnIn } from "@/lib/clients/merged";
import { isClinician } from "@/lib/core/actor";
import { query } from "@/lib/work/query";
import { mayGo } from "./letter.facts";

/** So many are looked at; more than that wait for the ones before them. */
const MOST = 100;
const DAY_MS = 86_400_000;
/** Of a referral that was answered longer ago nobody waits for a first letter any more, nor for one of an end so long ago. */
const FOR_DAYS = 365;
/** The longest course whose end is still looked for. */
const COURSE_DAYS = 365;
/** Lessons are weekly or every two weeks: after so long without one, and with none booked, they are over. */
const OVER_AFTER_DAYS = 14;

type Row = {
  id: string;
  doctor: string;
  baby: string;
  client_id: string;
  draft: boolean;
  at_end: boolean;
};

/**
 * Letters back that are owed: of a referral of one's own that was accepted, once there is a signed note of a lesson since it
 * came. When, follows the doctor's wish: after the first lesson (also where nothing was said: a practitioner acknowledges,
 * DOMAIN, report back), at the end, or both; never where none was wanted, or only for a worry, of which a person decides.
 * The end is two weeks after the last lesson that was held, with none booked: there is no course with a number of lessons.
 * What was sent, or said not to be needed, settles the first letter for good and the last one until another lesson is held.
 * Only while the family agrees. After a bereavement nothing reminds. "offset 0" has notes and consents looked up for each
 * referral that is left, never read over the whole practice.
 */
export const lettersDue = query({
  name: "documents.letters_due",
  allow: isClinician,
  beside: true,
  input: z.strictObject({}),
  run: async ({ actor, tx, now }) => {
    const { practiceId } = actor;
    const mine = (whose: Whose) => sql`exists (select 1 from practitioners p
      where p.id = r.practitioner_id and ${teachers(actor, whose)})`;
    const ago = (days: number) =>
      sql`${new Date(now.getTime() - days * DAY_MS).toISOString()}::timestamptz`;
    const child = goesOnIn("b", "same_as");
    const same = sql`same.practice_id = r.practice_id and (same.id = ${child} or same.same_as = ${child})`;
    const lessonsOfBaby = sql`from babies same
      join booking_babies bb on bb.practice_id = same.practice_id and bb.baby_id = same.id
      join bookings k on k.practice_id = bb.practice_id and k.id = bb.booking_id
      join lessons l on l.practice_id = k.practice_id and l.id = k.lesson_id
      where ${same}`;
    const rows = await tx.execute<Row>(sql`
      select r.id, r.doctor_name as doctor, b.first_name as baby, c.id as client_id,
        last_one.held_at is not null as at_end,
        exists (select 1 from referral_letters l where l.practice_id = r.practice_id and l.referral_id = r.id
          and l.sent_at is null) as draft
      from referrals r
        join babies b on b.practice_id = r.practice_id and b.id = r.baby_id
        join clients c on c.practice_id = b.practice_id and c.id = b.client_id
        join clients root on root.practice_id = c.practice_id and root.id = ${goesOnIn("c", "merged_into")}
        left join lateral (
          select max(l.starts_at) as held_at ${lessonsOfBaby} and r.letter_wanted in ('end', 'both')
            and k.status in ('arrived', 'completed') and l.starts_at >= r.created_at
        ) held on true
        left join lateral (
          select held.held_at where held.held_at between ${ago(FOR_DAYS)} and ${ago(OVER_AFTER_DAYS)}
            and (r.letter_excused_at is null or r.letter_excused_at < held.held_at)
            and not exists (select 1 from referral_letters l where l.practice_id = r.practice_id
              and l.referral_id = r.id and l.sent_at > held.held_at)
            and not exists (select 1 ${lessonsOfBaby} and k.status in ('requested', 'booked')
              and l.starts_at > ${ago(OVER_AFTER_DAYS)} offset 0)
        ) last_one on true
      where r.practice_id = ${practiceId} and r.status in ('accepted', 'booked')
        and r.letter_wanted not in ('none', 'worry') and r.decided_at > ${ago(FOR_DAYS + COURSE_DAYS)}
        and (${mine("own")} or ${mine("left")})
        and root.silent_since is null and root.erased_at is null
        and (last_one.held_at is not null or (r.letter_wanted <> 'end' and r.letter_excused_at is null
          and r.decided_at > ${ago(FOR_DAYS)} and not exists (select 1 from referral_letters l
            where l.practice_id = r.practice_id and l.referral_id = r.id and l.sent_at is not null)))
        and exists (select 1 from babies same
          join medical_notes n on n.practice_id = same.practice_id and n.baby_id = same.id
          where ${same}
            and n.status = 'signed' and n.privacy = 'clinicians' and n.about_starts_at >= r.created_at offset 0)
        and exists (select 1 from clients kin
          join consents k on k.practice_id = kin.practice_id and k.client_id = kin.id
          where kin.practice_id = r.practice_id and (kin.id = root.id or kin.merged_into = root.id)
            and k.kind = 'report_back' and k.answer = 'given' offset 0)
      order by r.decided_at, r.id limit ${MOST}`);
    const said = await consentsOfFamilies(
      tx,
      practiceId,
      rows.map((row) => row.client_id),
    );
    return rows.flatMap(({ id, doctor, baby, draft, at_end: atEnd, client_id }) =>
      mayGo(standing(said.get(client_id) ?? []))
        ? [{ referralId: id, doctor, baby, draft, atEnd }]
        : [],
    );
  },
});
export type LetterDue = Awaited<ReturnType<typeof lettersDue>>[number];
