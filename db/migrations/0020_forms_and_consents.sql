-- The guardians that a signed-in person is: a grown-up's own part of a form and their own signature are theirs alone.
create function my_guardians() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$ select id from guardians where app_actor() = 'parent' and user_id = app_user() $$;
--> statement-breakpoint
CREATE TABLE "consents" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"guardian_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"answer" text NOT NULL,
	"text_version" integer NOT NULL,
	"locale" text NOT NULL,
	"shown" text NOT NULL,
	"text_sha256" text NOT NULL,
	"typed_name" text NOT NULL,
	"relation" text NOT NULL,
	"method" text NOT NULL,
	"network_address" text,
	"user_agent" text,
	"recorded_by" uuid,
	"paper_on" date,
	"signed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "consents_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "consents_kind" CHECK ("consents"."kind" in ('teaching', 'health_data', 'share_with_doctor', 'report_back', 'photo_video', 'reminders')),
	CONSTRAINT "consents_answer" CHECK ("consents"."answer" in ('given', 'declined', 'withdrawn')),
	CONSTRAINT "consents_method" CHECK ("consents"."method" in ('account', 'link', 'paper') and ("consents"."method" = 'paper') = ("consents"."recorded_by" is not null) and ("consents"."method" = 'paper') = ("consents"."paper_on" is not null)),
	CONSTRAINT "consents_hash" CHECK ("consents"."text_sha256" = encode(sha256(convert_to("consents"."shown", 'UTF8')), 'hex'))
);
--> statement-breakpoint
ALTER TABLE "consents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "form_alerts" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"baby_id" uuid,
	"assignment_id" uuid NOT NULL,
	"booking_id" uuid,
	"body" "bytea" NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by" uuid,
	"decision" "bytea",
	CONSTRAINT "form_alerts_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "form_alerts_decided" CHECK (("form_alerts"."acknowledged_at" is null) = ("form_alerts"."acknowledged_by" is null) and ("form_alerts"."acknowledged_at" is null) = ("form_alerts"."decision" is null))
);
--> statement-breakpoint
ALTER TABLE "form_alerts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "form_answers" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"guardian_id" uuid,
	"body" "bytea" NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"handed_in_at" timestamp with time zone,
	CONSTRAINT "form_answers_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "form_answers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "form_assignments" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"form_version_id" uuid NOT NULL,
	"baby_id" uuid,
	"guardian_id" uuid,
	"booking_id" uuid,
	"status" text DEFAULT 'open' NOT NULL,
	"due_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"done_at" timestamp with time zone,
	"done_by_guardian_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "form_assignments_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "form_assignments_status" CHECK ("form_assignments"."status" in ('open', 'done', 'cancelled')),
	CONSTRAINT "form_assignments_done" CHECK (("form_assignments"."status" = 'done') = ("form_assignments"."done_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "form_assignments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "form_versions" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"form_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"sha256" text NOT NULL,
	"published_by" uuid,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "form_versions_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "form_versions_number" CHECK ("form_versions"."number" > 0)
);
--> statement-breakpoint
ALTER TABLE "form_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "forms" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"builtin" text,
	"name" text NOT NULL,
	"draft" jsonb,
	"version" integer DEFAULT 1 NOT NULL,
	"send_when" text DEFAULT 'never' NOT NULL,
	"service_ids" uuid[],
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "forms_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "forms_send_when" CHECK ("forms"."send_when" in ('never', 'first_visit', 'each_lesson'))
);
--> statement-breakpoint
ALTER TABLE "forms" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "links" DROP CONSTRAINT "links_kind";--> statement-breakpoint
ALTER TABLE "reminders" DROP CONSTRAINT "reminders_kind";--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_practice_id_guardian_id_guardians_practice_id_id_fk" FOREIGN KEY ("practice_id","guardian_id") REFERENCES "public"."guardians"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_alerts" ADD CONSTRAINT "form_alerts_acknowledged_by_users_id_fk" FOREIGN KEY ("acknowledged_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_alerts" ADD CONSTRAINT "form_alerts_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_alerts" ADD CONSTRAINT "form_alerts_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_alerts" ADD CONSTRAINT "form_alerts_practice_id_assignment_id_form_assignments_practice_id_id_fk" FOREIGN KEY ("practice_id","assignment_id") REFERENCES "public"."form_assignments"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_answers" ADD CONSTRAINT "form_answers_practice_id_assignment_id_form_assignments_practice_id_id_fk" FOREIGN KEY ("practice_id","assignment_id") REFERENCES "public"."form_assignments"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_assignments" ADD CONSTRAINT "form_assignments_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_assignments" ADD CONSTRAINT "form_assignments_practice_id_form_version_id_form_versions_practice_id_id_fk" FOREIGN KEY ("practice_id","form_version_id") REFERENCES "public"."form_versions"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_assignments" ADD CONSTRAINT "form_assignments_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_assignments" ADD CONSTRAINT "form_assignments_practice_id_guardian_id_guardians_practice_id_id_fk" FOREIGN KEY ("practice_id","guardian_id") REFERENCES "public"."guardians"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_assignments" ADD CONSTRAINT "form_assignments_practice_id_booking_id_bookings_practice_id_id_fk" FOREIGN KEY ("practice_id","booking_id") REFERENCES "public"."bookings"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_versions" ADD CONSTRAINT "form_versions_published_by_users_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_versions" ADD CONSTRAINT "form_versions_practice_id_form_id_forms_practice_id_id_fk" FOREIGN KEY ("practice_id","form_id") REFERENCES "public"."forms"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forms" ADD CONSTRAINT "forms_practice_id_practices_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("practice_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consents_client_idx" ON "consents" USING btree ("practice_id","client_id","signed_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE UNIQUE INDEX "form_alerts_assignment_key" ON "form_alerts" USING btree ("practice_id","assignment_id");--> statement-breakpoint
CREATE INDEX "form_alerts_open_idx" ON "form_alerts" USING btree ("practice_id","client_id") WHERE acknowledged_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "form_answers_assignment_key" ON "form_answers" USING btree ("practice_id","assignment_id");--> statement-breakpoint
CREATE INDEX "form_assignments_client_idx" ON "form_assignments" USING btree ("practice_id","client_id","status","created_at");--> statement-breakpoint
CREATE INDEX "form_assignments_booking_idx" ON "form_assignments" USING btree ("practice_id","booking_id");--> statement-breakpoint
CREATE UNIQUE INDEX "form_versions_number_key" ON "form_versions" USING btree ("practice_id","form_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "forms_builtin_key" ON "forms" USING btree ("practice_id","builtin");--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_kind" CHECK ("links"."kind" in ('booking', 'referral', 'service', 'copies', 'forms'));--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_kind" CHECK ("reminders"."kind" in ('reminder', 'follow_up', 'forms') and "reminders"."minutes" >= 0);--> statement-breakpoint
CREATE POLICY "owner_all" ON "consents" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "consents" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "consents" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "consents" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "consents" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and (method = 'paper' and recorded_by = (select app_user())));--> statement-breakpoint
CREATE POLICY "parent_read" ON "consents" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "consents" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and method = 'account' and guardian_id = any(array(select my_guardians()))));--> statement-breakpoint
CREATE POLICY "link_read" ON "consents" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (client_id = (select link_client()) and guardian_id = (select link_subject('forms'))));--> statement-breakpoint
CREATE POLICY "link_add" ON "consents" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'link' and (client_id = (select link_client()) and method = 'link' and guardian_id = (select link_subject('forms'))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "form_alerts" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "form_alerts" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "form_alerts" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "form_alerts" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_change" ON "form_alerts" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and acknowledged_at is null)) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "owner_all" ON "form_answers" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "form_answers" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "form_answers" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "form_answers" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "parent_read" ON "form_answers" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and (guardian_id is null or guardian_id = any(array(select my_guardians())))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "form_answers" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and (guardian_id is null or guardian_id = any(array(select my_guardians())))));--> statement-breakpoint
CREATE POLICY "parent_change" ON "form_answers" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and (guardian_id is null or guardian_id = any(array(select my_guardians()))) and handed_in_at is null)) WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and (guardian_id is null or guardian_id = any(array(select my_guardians())))));--> statement-breakpoint
CREATE POLICY "link_read" ON "form_answers" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id is null or guardian_id = (select link_subject('forms')))));--> statement-breakpoint
CREATE POLICY "link_add" ON "form_answers" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id is null or guardian_id = (select link_subject('forms')))));--> statement-breakpoint
CREATE POLICY "link_change" ON "form_answers" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id is null or guardian_id = (select link_subject('forms'))) and handed_in_at is null)) WITH CHECK ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id is null or guardian_id = (select link_subject('forms')))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "form_assignments" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "form_assignments" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "form_assignments" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "form_assignments" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "form_assignments" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "form_assignments" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "form_assignments" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and (guardian_id is null or guardian_id = any(array(select my_guardians())))));--> statement-breakpoint
CREATE POLICY "parent_change" ON "form_assignments" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and (guardian_id is null or guardian_id = any(array(select my_guardians()))))) WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and (guardian_id is null or guardian_id = any(array(select my_guardians())))));--> statement-breakpoint
CREATE POLICY "link_read" ON "form_assignments" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id is null or guardian_id = (select link_subject('forms')))));--> statement-breakpoint
CREATE POLICY "link_change" ON "form_assignments" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id is null or guardian_id = (select link_subject('forms'))))) WITH CHECK ((select app_actor()) = 'link' and (client_id = (select link_client()) and (guardian_id is null or guardian_id = (select link_subject('forms')))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "form_versions" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "form_versions" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "form_versions" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "form_versions" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "form_versions" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "parent_read" ON "form_versions" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "link_read" ON "form_versions" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and ((select link_subject('forms')) is not null));--> statement-breakpoint
CREATE POLICY "owner_all" ON "forms" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "forms" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "forms" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "forms" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "forms" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_change" ON "forms" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner'))) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "parent_read" ON "forms" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "link_read" ON "forms" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and ((select link_subject('forms')) is not null));