ALTER TABLE "links" DROP CONSTRAINT "links_kind";--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_kind" CHECK ("links"."kind" in ('booking', 'referral', 'family', 'service', 'copies', 'forms'));--> statement-breakpoint
ALTER POLICY "link_read" ON "referrals" TO handsel_app USING ((select app_actor()) = 'link' and (id in ((select link_subject('referral')), (select link_subject('family')))));--> statement-breakpoint
-- Until now a family's link was of the doctor's kind and opened the doctor's page. A referral's first link was made when it
-- was sent and is the doctor's; every later one was made for the family.
update links l set kind = 'family'
  where l.kind = 'referral' and exists (
    select 1 from links f where f.practice_id = l.practice_id and f.subject_id = l.subject_id and f.kind = 'referral'
      and (f.created_at, f.id) < (l.created_at, l.id));
