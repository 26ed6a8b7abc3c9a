CREATE TABLE "referral_letters" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"baby_id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"data_key_id" uuid NOT NULL,
	"body" "bytea" NOT NULL,
	"written_by" uuid NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "referral_letters_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "referral_letters" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "referral_letters" ADD CONSTRAINT "referral_letters_written_by_users_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_letters" ADD CONSTRAINT "referral_letters_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_letters" ADD CONSTRAINT "referral_letters_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_letters" ADD CONSTRAINT "referral_letters_practice_id_referral_id_referrals_practice_id_id_fk" FOREIGN KEY ("practice_id","referral_id") REFERENCES "public"."referrals"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_letters" ADD CONSTRAINT "referral_letters_practice_id_data_key_id_data_keys_practice_id_id_fk" FOREIGN KEY ("practice_id","data_key_id") REFERENCES "public"."data_keys"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "referral_letters_client_idx" ON "referral_letters" USING btree ("practice_id","client_id");--> statement-breakpoint
CREATE INDEX "referral_letters_baby_idx" ON "referral_letters" USING btree ("practice_id","baby_id","sent_at");--> statement-breakpoint
CREATE INDEX "referral_letters_referral_idx" ON "referral_letters" USING btree ("practice_id","referral_id","sent_at");--> statement-breakpoint
CREATE UNIQUE INDEX "referral_letters_one_draft" ON "referral_letters" USING btree ("practice_id","referral_id") WHERE sent_at is null;--> statement-breakpoint
CREATE POLICY "owner_all" ON "referral_letters" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "referral_letters" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "referral_letters" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "referral_letters" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_add" ON "referral_letters" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and sent_at is null and written_by = (select app_user())));--> statement-breakpoint
CREATE POLICY "staff_change" ON "referral_letters" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and sent_at is null)) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and written_by = (select app_user())));--> statement-breakpoint
CREATE POLICY "staff_remove" ON "referral_letters" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and sent_at is null));--> statement-breakpoint
CREATE POLICY "parent_read" ON "referral_letters" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and sent_at is not null));--> statement-breakpoint
CREATE POLICY "doctor_read" ON "referral_letters" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'doctor' and (sent_at is not null and referral_id = any(array(select my_referrals()))));--> statement-breakpoint
CREATE POLICY "link_read" ON "referral_letters" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (sent_at is not null and referral_id = (select link_subject('referral'))));