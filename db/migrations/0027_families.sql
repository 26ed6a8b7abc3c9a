-- Whether a family has nobody yet: only then may whoever books for the first time write themselves down.
create function nobody_knows(p_practice uuid, p_client uuid) returns boolean language sql stable security definer set search_path = public, pg_temp
  as $$ select not exists (select 1 from guardians where practice_id = p_practice and client_id = p_client) $$;
--> statement-breakpoint
CREATE TABLE "client_merges" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"into_id" uuid NOT NULL,
	"from_id" uuid NOT NULL,
	"moved_ids" uuid[] DEFAULT '{}' NOT NULL,
	"same_baby_ids" uuid[] DEFAULT '{}' NOT NULL,
	"by_user_id" uuid NOT NULL,
	"undone_at" timestamp with time zone,
	"undone_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "client_merges_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "client_merges" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "different_families" (
	"practice_id" uuid NOT NULL,
	"low_id" uuid NOT NULL,
	"high_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "different_families_practice_id_low_id_high_id_pk" PRIMARY KEY("practice_id","low_id","high_id"),
	CONSTRAINT "different_families_order" CHECK ("different_families"."low_id" < "different_families"."high_id")
);
--> statement-breakpoint
ALTER TABLE "different_families" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "erasures" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"erased_client_id" uuid NOT NULL,
	"by_user_id" uuid NOT NULL,
	"last_contact_on" date NOT NULL,
	"contact_years" integer NOT NULL,
	"birth_years" integer NOT NULL,
	"due_on" date NOT NULL,
	"removed" jsonb NOT NULL,
	"kept" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "erasures_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "erasures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "guardian_id" uuid;--> statement-breakpoint
ALTER TABLE "babies" ADD COLUMN "born_of" integer;--> statement-breakpoint
ALTER TABLE "babies" ADD COLUMN "birth_order" integer;--> statement-breakpoint
ALTER TABLE "babies" ADD COLUMN "born_at" time;--> statement-breakpoint
ALTER TABLE "babies" ADD COLUMN "same_as" uuid;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "apart_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "held_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "held_why" "bytea";--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "kept_long_enough_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "data_keys" ADD COLUMN "destroyed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "guardians" ADD COLUMN "phone_key" text;--> statement-breakpoint
ALTER TABLE "guardians" ADD COLUMN "kin" text;--> statement-breakpoint
ALTER TABLE "guardians" ADD COLUMN "responsibility" text DEFAULT 'unsaid' NOT NULL;--> statement-breakpoint
ALTER TABLE "guardians" ADD COLUMN "may_consent" text DEFAULT 'unsaid' NOT NULL;--> statement-breakpoint
ALTER TABLE "guardians" ADD COLUMN "may_attend" text DEFAULT 'unsaid' NOT NULL;--> statement-breakpoint
ALTER TABLE "guardians" ADD COLUMN "may_see" text DEFAULT 'unsaid' NOT NULL;--> statement-breakpoint
ALTER TABLE "guardians" ADD COLUMN "foster_by" text;--> statement-breakpoint
ALTER TABLE "guardians" ADD COLUMN "foster_on" date;--> statement-breakpoint
ALTER TABLE "guardians" ADD COLUMN "foster_until" date;--> statement-breakpoint
ALTER TABLE "practices" ADD COLUMN "correct_until_months" integer DEFAULT 24 NOT NULL;--> statement-breakpoint
ALTER TABLE "practices" ADD COLUMN "keep_contact_years" integer DEFAULT 8 NOT NULL;--> statement-breakpoint
ALTER TABLE "practices" ADD COLUMN "keep_birth_years" integer DEFAULT 25 NOT NULL;--> statement-breakpoint
ALTER TABLE "client_merges" ADD CONSTRAINT "client_merges_by_user_id_users_id_fk" FOREIGN KEY ("by_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_merges" ADD CONSTRAINT "client_merges_undone_by_users_id_fk" FOREIGN KEY ("undone_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_merges" ADD CONSTRAINT "client_merges_practice_id_into_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","into_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_merges" ADD CONSTRAINT "client_merges_practice_id_from_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","from_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "different_families" ADD CONSTRAINT "different_families_practice_id_low_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","low_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "different_families" ADD CONSTRAINT "different_families_practice_id_high_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","high_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_practice_id_practices_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("practice_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_by_user_id_users_id_fk" FOREIGN KEY ("by_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "client_merges_once_key" ON "client_merges" USING btree ("practice_id","from_id") WHERE undone_at is null;--> statement-breakpoint
CREATE INDEX "client_merges_into_idx" ON "client_merges" USING btree ("practice_id","into_id");--> statement-breakpoint
CREATE INDEX "different_families_high_idx" ON "different_families" USING btree ("practice_id","high_id");--> statement-breakpoint
CREATE UNIQUE INDEX "erasures_client_key" ON "erasures" USING btree ("practice_id","erased_client_id");--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_practice_id_guardian_id_guardians_practice_id_id_fk" FOREIGN KEY ("practice_id","guardian_id") REFERENCES "public"."guardians"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "babies" ADD CONSTRAINT "babies_practice_id_same_as_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","same_as") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_practice_id_merged_into_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","merged_into") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bookings_guardian_idx" ON "bookings" USING btree ("practice_id","guardian_id");--> statement-breakpoint
CREATE INDEX "babies_born_idx" ON "babies" USING btree ("practice_id","born_on");--> statement-breakpoint
CREATE INDEX "babies_same_idx" ON "babies" USING btree ("practice_id","same_as") WHERE same_as is not null;--> statement-breakpoint
CREATE INDEX "clients_merged_idx" ON "clients" USING btree ("practice_id","merged_into") WHERE merged_into is not null;--> statement-breakpoint
CREATE INDEX "clients_archived_idx" ON "clients" USING btree ("practice_id","archived_at") WHERE archived_at is not null;--> statement-breakpoint
CREATE INDEX "clients_kept_idx" ON "clients" USING btree ("practice_id") WHERE kept_long_enough_since is not null and erased_at is null;--> statement-breakpoint
CREATE INDEX "guardians_phone_idx" ON "guardians" USING btree ("practice_id","phone_key");--> statement-breakpoint
ALTER TABLE "babies" ADD CONSTRAINT "babies_same" CHECK ("babies"."same_as" <> "babies"."id");--> statement-breakpoint
ALTER TABLE "babies" ADD CONSTRAINT "babies_multiple" CHECK ("babies"."born_of" between 1 and 6 and "babies"."birth_order" between 1 and "babies"."born_of");--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_merged" CHECK ("clients"."merged_into" <> "clients"."id");--> statement-breakpoint
ALTER TABLE "guardians" ADD CONSTRAINT "guardians_kin" CHECK ("guardians"."kin" in ('mother', 'father', 'parent', 'step_parent', 'grandparent', 'foster_carer', 'guardian', 'nanny', 'other'));--> statement-breakpoint
ALTER TABLE "guardians" ADD CONSTRAINT "guardians_said" CHECK ("guardians"."responsibility" in ('yes', 'no', 'unsaid') and "guardians"."may_consent" in ('yes', 'no', 'unsaid') and "guardians"."may_attend" in ('yes', 'no', 'unsaid') and "guardians"."may_see" in ('yes', 'no', 'unsaid'));--> statement-breakpoint
ALTER TABLE "guardians" ADD CONSTRAINT "guardians_foster" CHECK ("guardians"."kin" is distinct from 'foster_carer' or "guardians"."may_consent" <> 'yes' or ("guardians"."foster_by" is not null and "guardians"."foster_on" is not null));--> statement-breakpoint
ALTER TABLE "practices" ADD CONSTRAINT "practices_correct_until" CHECK ("practices"."correct_until_months" in (12, 24, 36));--> statement-breakpoint
ALTER TABLE "practices" ADD CONSTRAINT "practices_keep" CHECK ("practices"."keep_contact_years" between 1 and 50 and "practices"."keep_birth_years" between 1 and 50);--> statement-breakpoint
CREATE POLICY "owner_all" ON "client_merges" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "client_merges" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "client_merges" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "client_merges" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "client_merges" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_change" ON "client_merges" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner'))) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "owner_all" ON "different_families" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "different_families" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "different_families" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "different_families" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "different_families" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "different_families" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_remove" ON "different_families" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "owner_all" ON "erasures" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "erasures" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "erasures" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "erasures" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
ALTER POLICY "parent_read" ON "bookings" TO handsel_app USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) or guardian_id = any(array(select my_guardians()))));--> statement-breakpoint
ALTER POLICY "parent_read" ON "guardians" TO handsel_app USING ((select app_actor()) = 'parent' and (user_id = (select app_user())));--> statement-breakpoint
ALTER POLICY "parent_add" ON "guardians" TO handsel_app WITH CHECK ((select app_actor()) = 'parent' and (nobody_knows(practice_id, client_id) or (client_id = any(array(select my_clients())) and user_id is null and may_see = 'unsaid' and may_consent = 'unsaid')));--> statement-breakpoint
ALTER POLICY "visitor_add" ON "guardians" TO handsel_app WITH CHECK ((select app_actor()) = 'visitor' and (user_id is null and nobody_knows(practice_id, client_id)));