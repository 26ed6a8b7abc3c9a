CREATE TABLE "export_parts" (
	"practice_id" uuid NOT NULL,
	"export_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "export_parts_practice_id_export_id_part_pk" PRIMARY KEY("practice_id","export_id","part")
);
--> statement-breakpoint
ALTER TABLE "export_parts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "file_parts" (
	"practice_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"client_id" uuid NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "file_parts_practice_id_file_id_part_pk" PRIMARY KEY("practice_id","file_id","part"),
	CONSTRAINT "file_parts_part" CHECK ("file_parts"."part" >= 0)
);
--> statement-breakpoint
ALTER TABLE "file_parts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "files" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"baby_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"about" text NOT NULL,
	"facts" "bytea" NOT NULL,
	"size" integer NOT NULL,
	"on_day" date NOT NULL,
	"by_kind" text NOT NULL,
	"by_user_id" uuid NOT NULL,
	"shown_at" timestamp with time zone,
	"removed_at" timestamp with time zone,
	"removed_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "files_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "files_kind" CHECK ("files"."kind" in ('pdf', 'png', 'jpeg')),
	CONSTRAINT "files_about" CHECK ("files"."about" in ('letter', 'photo', 'other')),
	CONSTRAINT "files_by" CHECK ("files"."by_kind" in ('staff', 'parent')),
	CONSTRAINT "files_size" CHECK ("files"."size" > 0),
	CONSTRAINT "files_parent_shown" CHECK ("files"."by_kind" = 'staff' or "files"."shown_at" is not null),
	CONSTRAINT "files_removed" CHECK (("files"."removed_at" is null) = ("files"."removed_by" is null))
);
--> statement-breakpoint
ALTER TABLE "files" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "exports" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid,
	"by_kind" text NOT NULL,
	"by_user_id" uuid NOT NULL,
	"locale" text NOT NULL,
	"phase" text DEFAULT 'waiting' NOT NULL,
	"run" uuid,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"records" integer DEFAULT 0 NOT NULL,
	"files" integer DEFAULT 0 NOT NULL,
	"size" bigint DEFAULT 0 NOT NULL,
	"parts" integer DEFAULT 0 NOT NULL,
	"ready_at" timestamp with time zone,
	"fetched_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "exports_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "exports_phase" CHECK ("exports"."phase" in ('waiting', 'rows', 'records', 'files', 'ready', 'failed')),
	CONSTRAINT "exports_by" CHECK ("exports"."by_kind" in ('staff', 'parent')),
	CONSTRAINT "exports_ready" CHECK (("exports"."phase" = 'ready') = ("exports"."ready_at" is not null)),
	CONSTRAINT "exports_family" CHECK ("exports"."by_kind" = 'staff' or "exports"."client_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "exports" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "export_parts" ADD CONSTRAINT "export_parts_practice_id_export_id_exports_practice_id_id_fk" FOREIGN KEY ("practice_id","export_id") REFERENCES "public"."exports"("practice_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_parts" ADD CONSTRAINT "file_parts_practice_id_file_id_files_practice_id_id_fk" FOREIGN KEY ("practice_id","file_id") REFERENCES "public"."files"("practice_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_parts" ADD CONSTRAINT "file_parts_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_by_user_id_users_id_fk" FOREIGN KEY ("by_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_removed_by_users_id_fk" FOREIGN KEY ("removed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_practice_id_practices_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("practice_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_by_user_id_users_id_fk" FOREIGN KEY ("by_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "file_parts_client_idx" ON "file_parts" USING btree ("practice_id","client_id");--> statement-breakpoint
CREATE INDEX "files_baby_idx" ON "files" USING btree ("practice_id","baby_id","created_at");--> statement-breakpoint
CREATE INDEX "files_client_idx" ON "files" USING btree ("practice_id","client_id");--> statement-breakpoint
CREATE INDEX "exports_user_idx" ON "exports" USING btree ("practice_id","by_user_id","created_at");--> statement-breakpoint
CREATE POLICY "owner_all" ON "export_parts" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "export_parts" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "export_parts" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "export_parts" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and (exists (select 1 from exports e where e.practice_id = export_parts.practice_id and e.id = export_parts.export_id)));--> statement-breakpoint
CREATE POLICY "parent_read" ON "export_parts" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (exists (select 1 from exports e where e.practice_id = export_parts.practice_id and e.id = export_parts.export_id)));--> statement-breakpoint
CREATE POLICY "owner_all" ON "file_parts" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "file_parts" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "file_parts" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "file_parts" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and exists (select 1 from files f where f.practice_id = file_parts.practice_id and f.id = file_parts.file_id)));--> statement-breakpoint
CREATE POLICY "staff_add" ON "file_parts" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and exists (select 1 from files f where f.practice_id = file_parts.practice_id and f.id = file_parts.file_id)));--> statement-breakpoint
CREATE POLICY "parent_read" ON "file_parts" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (exists (select 1 from files f where f.practice_id = file_parts.practice_id and f.id = file_parts.file_id)));--> statement-breakpoint
CREATE POLICY "parent_add" ON "file_parts" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and exists (select 1 from files f where f.practice_id = file_parts.practice_id and f.id = file_parts.file_id)));--> statement-breakpoint
CREATE POLICY "owner_all" ON "files" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "files" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "files" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "files" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_add" ON "files" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_change" ON "files" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner'))) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "parent_read" ON "files" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and shown_at is not null and (removed_at is null or by_user_id = (select app_user()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "files" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and by_user_id = (select app_user()) and by_kind = 'parent'));--> statement-breakpoint
CREATE POLICY "parent_change" ON "files" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and by_user_id = (select app_user()) and by_kind = 'parent')) WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())) and by_user_id = (select app_user()) and by_kind = 'parent'));--> statement-breakpoint
CREATE POLICY "owner_all" ON "exports" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "exports" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "exports" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "exports" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and (by_user_id = (select app_user()) and by_kind = 'staff' and ((select app_role()) = 'owner' or ((select app_role()) in ('owner', 'practitioner') and client_id is not null))));--> statement-breakpoint
CREATE POLICY "staff_add" ON "exports" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and (by_user_id = (select app_user()) and by_kind = 'staff' and ((select app_role()) = 'owner' or ((select app_role()) in ('owner', 'practitioner') and client_id is not null))));--> statement-breakpoint
CREATE POLICY "staff_change" ON "exports" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and (by_user_id = (select app_user()) and by_kind = 'staff' and ((select app_role()) = 'owner' or ((select app_role()) in ('owner', 'practitioner') and client_id is not null)))) WITH CHECK ((select app_actor()) = 'staff' and (by_user_id = (select app_user()) and by_kind = 'staff' and ((select app_role()) = 'owner' or ((select app_role()) in ('owner', 'practitioner') and client_id is not null))));--> statement-breakpoint
CREATE POLICY "parent_read" ON "exports" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (by_user_id = (select app_user()) and by_kind = 'parent' and client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "exports" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent' and (by_user_id = (select app_user()) and by_kind = 'parent' and client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_change" ON "exports" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'parent' and (by_user_id = (select app_user()) and by_kind = 'parent' and client_id = any(array(select my_clients())))) WITH CHECK ((select app_actor()) = 'parent' and (by_user_id = (select app_user()) and by_kind = 'parent' and client_id = any(array(select my_clients()))));