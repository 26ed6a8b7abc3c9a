-- Whether the holder of a forms link may see the family's record, or only fills in their own part.
create function link_may_see() returns boolean language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce((select may_see = 'yes' from guardians where practice_id = app_practice() and id = link_subject('forms')), false) $$;
--> statement-breakpoint
CREATE TABLE "parked_drafts" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"body" "bytea" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "parked_drafts_expires_idx" ON "parked_drafts" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "consents" DROP COLUMN "typed_name";--> statement-breakpoint
ALTER TABLE "consents" DROP COLUMN "relation";--> statement-breakpoint
ALTER TABLE "consents" DROP COLUMN "network_address";--> statement-breakpoint
ALTER TABLE "consents" DROP COLUMN "user_agent";--> statement-breakpoint
ALTER POLICY "link_read" ON "form_answers" TO handsel_app USING ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id = (select link_subject('forms')) or (guardian_id is null and (select link_may_see())))));--> statement-breakpoint
ALTER POLICY "link_add" ON "form_answers" TO handsel_app WITH CHECK ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id = (select link_subject('forms')) or (guardian_id is null and (select link_may_see())))));--> statement-breakpoint
ALTER POLICY "link_change" ON "form_answers" TO handsel_app USING ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id = (select link_subject('forms')) or (guardian_id is null and (select link_may_see()))) and handed_in_at is null)) WITH CHECK ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id = (select link_subject('forms')) or (guardian_id is null and (select link_may_see())))));--> statement-breakpoint
ALTER POLICY "link_read" ON "form_assignments" TO handsel_app USING ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id = (select link_subject('forms')) or (guardian_id is null and (select link_may_see())))));--> statement-breakpoint
ALTER POLICY "link_change" ON "form_assignments" TO handsel_app USING ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id = (select link_subject('forms')) or (guardian_id is null and (select link_may_see()))))) WITH CHECK ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id = (select link_subject('forms')) or (guardian_id is null and (select link_may_see())))));