import { sql } from "drizzle-orm";
import { z } from "zod";
import { teachers, type Whose } from "@/lib/booking/whose";
import { standing } from "@/lib/clients/consent.rules";
import { consentsOfFamilies } from "@/lib/clients/consents";
import { isClinician } from "@/lib/core/actor";
import { query } from "@/lib/work/query";
import { mayGo } from "./letter.facts";

/** So many are looked at; more than that wait for the ones before them. */
const MOST = 100;
/** Of a referral that was answered longer ago nobody waits for a first letter any more. */
const FOR_DAYS = 365;
const DAY_MS = 86_400_000;

type Row = {
  id: string;
  doctor: string;
  baby: string;
  client_id: string;
  draft: boolean;
};

/**
 * Letters back that are owed: of a referral of one's own that was accepted, once there is a signed note of a lesson since it
 * came (a practitioner acknowledges after the first lesson: DOMAIN, report back). Only while the family agrees to such a
 * letter, none was sent, and nobody said that none is needed. After a bereavement nothing reminds of one. "offset 0" has
 * notes and consents looked up for each referral that is left, never read over the whole practice.
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
    const rows = await tx.execute<Row>(sql`
      select r.id, r.doctor_name as doctor, b.first_name as baby, c.id as client_id,
        exists (select 1 from referral_letters l where l.practice_id = r.practice_id and l.referral_id = r.id) as draft
      from referrals r
        join babies b on b.practice_id = r.practice_id and b.id = r.baby_id
        join clients c on c.practice_id = b.practice_id and c.id = b.client_id
        join clients root on root.practice_id = c.practice_id and root.id = coalesce(c.merged_into, c.id)
      where r.practice_id = ${practiceId} and r.status in ('accepted', 'booked') and r.letter_excused_at is null
        and r.decided_at > ${new Date(now.getTime() - FOR_DAYS * DAY_MS).toISOString()}::timestamptz
        and (${mine("own")} or ${mine("left")})
        and root.silent_since is null and root.erased_at is null
        and not exists (select 1 from referral_letters l
          where l.practice_id = r.practice_id and l.referral_id = r.id and l.sent_at is not null)
        and exists (select 1 from babies same
          join medical_notes n on n.practice_id = same.practice_id and n.baby_id = same.id
          where same.practice_id = r.practice_id
            and (same.id = coalesce(b.same_as, b.id) or same.same_as = coalesce(b.same_as, b.id))
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
    return rows.flatMap(({ id, doctor, baby, draft, client_id }) =>
      mayGo(standing(said.get(client_id) ?? [])) ? [{ referralId: id, doctor, baby, draft }] : [],
    );
  },
});
export type LetterDue = Awaited<ReturnType<typeof lettersDue>>[number];
