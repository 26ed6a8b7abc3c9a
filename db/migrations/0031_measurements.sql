CREATE TABLE "growth_shares" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"baby_id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"data_key_id" uuid NOT NULL,
	"summary" "bytea" NOT NULL,
	"shared_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "growth_shares_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "growth_shares" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "measurements" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"baby_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"measured_on" date NOT NULL,
	"measured_time" time,
	"source" text NOT NULL,
	"value" "bytea" NOT NULL,
	"entered_by" uuid NOT NULL,
	"entered_as" text NOT NULL,
	"confirmed_at" timestamp with time zone,
	"confirmed_by" uuid,
	"voided_at" timestamp with time zone,
	"voided_by" uuid,
	"void_reason" text,
	"replaces_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "measurements_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "measurements_kind" CHECK ("measurements"."kind" in ('weight', 'length', 'head')),
	CONSTRAINT "measurements_source" CHECK ("measurements"."source" in ('practitioner', 'parent', 'clinic', 'doctor') and "measurements"."entered_as" in ('staff', 'parent')),
	CONSTRAINT "measurements_confirmed" CHECK (("measurements"."confirmed_at" is null) = ("measurements"."confirmed_by" is null) and ("measurements"."entered_as" = 'parent' or "measurements"."confirmed_at" is not null)),
	CONSTRAINT "measurements_voided" CHECK (num_nulls("measurements"."voided_at", "measurements"."voided_by", "measurements"."void_reason") in (0, 3))
);
--> statement-breakpoint
ALTER TABLE "measurements" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "growth_shares" ADD CONSTRAINT "growth_shares_shared_by_users_id_fk" FOREIGN KEY ("shared_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "growth_shares" ADD CONSTRAINT "growth_shares_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "growth_shares" ADD CONSTRAINT "growth_shares_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "growth_shares" ADD CONSTRAINT "growth_shares_practice_id_referral_id_referrals_practice_id_id_fk" FOREIGN KEY ("practice_id","referral_id") REFERENCES "public"."referrals"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "growth_shares" ADD CONSTRAINT "growth_shares_practice_id_data_key_id_data_keys_practice_id_id_fk" FOREIGN KEY ("practice_id","data_key_id") REFERENCES "public"."data_keys"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_entered_by_users_id_fk" FOREIGN KEY ("entered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_confirmed_by_users_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_voided_by_users_id_fk" FOREIGN KEY ("voided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_practice_id_replaces_id_measurements_practice_id_id_fk" FOREIGN KEY ("practice_id","replaces_id") REFERENCES "public"."measurements"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "growth_shares_baby_idx" ON "growth_shares" USING btree ("practice_id","baby_id","created_at");--> statement-breakpoint
CREATE INDEX "growth_shares_referral_idx" ON "growth_shares" USING btree ("practice_id","referral_id","created_at");--> statement-breakpoint
CREATE INDEX "measurements_baby_idx" ON "measurements" USING btree ("practice_id","baby_id","measured_on");--> statement-breakpoint
CREATE INDEX "measurements_waiting_idx" ON "measurements" USING btree ("practice_id","created_at") WHERE "measurements"."confirmed_at" is null and "measurements"."voided_at" is null;--> statement-breakpoint
CREATE POLICY "owner_all" ON "growth_shares" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "growth_shares" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "growth_shares" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "growth_shares" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_add" ON "growth_shares" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "parent_read" ON "growth_shares" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "doctor_read" ON "growth_shares" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'doctor' and (referral_id = any(array(select my_referrals()))));--> statement-breakpoint
CREATE POLICY "link_read" ON "growth_shares" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (referral_id = (select link_subject('referral'))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "measurements" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "measurements" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "measurements" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "measurements" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_add" ON "measurements" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_change" ON "measurements" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner'))) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "parent_read" ON "measurements" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "measurements" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and entered_as = 'parent' and entered_by = (select app_user()) and source <> 'practitioner' and confirmed_at is null and voided_at is null));--> statement-breakpoint
CREATE POLICY "parent_change" ON "measurements" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and entered_by = (select app_user()) and confirmed_at is null and voided_at is null)) WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and entered_by = (select app_user()) and confirmed_at is null));