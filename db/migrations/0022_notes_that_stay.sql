CREATE TABLE "note_addenda" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"note_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"author_user_id" uuid NOT NULL,
	"body" "bytea" NOT NULL,
	"content_hash" "bytea" NOT NULL,
	"salt" "bytea" NOT NULL,
	"signature" "bytea" NOT NULL,
	"signing_key_id" uuid NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "note_addenda_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "note_addenda" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "note_openings" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"note_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"opened_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"until_at" timestamp with time zone NOT NULL,
	CONSTRAINT "note_openings_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "note_openings_reason" CHECK ("note_openings"."reason" in ('cover', 'safety', 'complaint', 'family_asked', 'legal'))
);
--> statement-breakpoint
ALTER TABLE "note_openings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "note_snippets" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"body" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "note_snippets_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "note_snippets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "note_summaries" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"note_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"baby_id" uuid NOT NULL,
	"lesson_id" uuid,
	"author_user_id" uuid NOT NULL,
	"body" "bytea" NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	CONSTRAINT "note_summaries_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "note_summaries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "note_versions" (
	"practice_id" uuid NOT NULL,
	"note_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"client_id" uuid NOT NULL,
	"by_user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"body" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "note_versions_practice_id_note_id_version_pk" PRIMARY KEY("practice_id","note_id","version"),
	CONSTRAINT "note_versions_kind" CHECK ("note_versions"."kind" in ('begun', 'saved', 'joined', 'signed'))
);
--> statement-breakpoint
ALTER TABLE "note_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"secret" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "medical_notes" DROP CONSTRAINT "medical_notes_signed";--> statement-breakpoint
DROP INDEX "medical_notes_baby_idx";--> statement-breakpoint
ALTER TABLE "medical_notes" ADD COLUMN "template" text DEFAULT 'lesson' NOT NULL;--> statement-breakpoint
ALTER TABLE "medical_notes" ADD COLUMN "privacy" text DEFAULT 'clinicians' NOT NULL;--> statement-breakpoint
ALTER TABLE "medical_notes" ADD COLUMN "about_starts_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "medical_notes" ALTER COLUMN "about_starts_at" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "medical_notes" ADD COLUMN "about_ends_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "medical_notes" ADD COLUMN "time_zone" text DEFAULT 'UTC' NOT NULL;--> statement-breakpoint
ALTER TABLE "medical_notes" ALTER COLUMN "time_zone" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "medical_notes" ADD COLUMN "place_kind" text;--> statement-breakpoint
ALTER TABLE "medical_notes" ADD COLUMN "saved_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "medical_notes" ADD COLUMN "content_hash" "bytea";--> statement-breakpoint
ALTER TABLE "medical_notes" ADD COLUMN "salt" "bytea";--> statement-breakpoint
ALTER TABLE "medical_notes" ADD COLUMN "signature" "bytea";--> statement-breakpoint
ALTER TABLE "medical_notes" ADD COLUMN "signing_key_id" uuid;--> statement-breakpoint
ALTER TABLE "note_addenda" ADD CONSTRAINT "note_addenda_author_user_id_users_id_fk" FOREIGN KEY ("author_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_addenda" ADD CONSTRAINT "note_addenda_practice_id_note_id_medical_notes_practice_id_id_fk" FOREIGN KEY ("practice_id","note_id") REFERENCES "public"."medical_notes"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_openings" ADD CONSTRAINT "note_openings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_openings" ADD CONSTRAINT "note_openings_practice_id_note_id_medical_notes_practice_id_id_fk" FOREIGN KEY ("practice_id","note_id") REFERENCES "public"."medical_notes"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_snippets" ADD CONSTRAINT "note_snippets_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_summaries" ADD CONSTRAINT "note_summaries_author_user_id_users_id_fk" FOREIGN KEY ("author_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_summaries" ADD CONSTRAINT "note_summaries_practice_id_note_id_medical_notes_practice_id_id_fk" FOREIGN KEY ("practice_id","note_id") REFERENCES "public"."medical_notes"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_summaries" ADD CONSTRAINT "note_summaries_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_versions" ADD CONSTRAINT "note_versions_by_user_id_users_id_fk" FOREIGN KEY ("by_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_versions" ADD CONSTRAINT "note_versions_practice_id_note_id_medical_notes_practice_id_id_fk" FOREIGN KEY ("practice_id","note_id") REFERENCES "public"."medical_notes"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "note_addenda_note_idx" ON "note_addenda" USING btree ("practice_id","note_id","signed_at");--> statement-breakpoint
CREATE INDEX "note_addenda_client_idx" ON "note_addenda" USING btree ("practice_id","client_id");--> statement-breakpoint
CREATE INDEX "note_openings_note_idx" ON "note_openings" USING btree ("practice_id","note_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "note_snippets_name_key" ON "note_snippets" USING btree ("practice_id","user_id",lower("name"));--> statement-breakpoint
CREATE INDEX "note_summaries_note_idx" ON "note_summaries" USING btree ("practice_id","note_id","sent_at");--> statement-breakpoint
CREATE INDEX "note_summaries_lesson_idx" ON "note_summaries" USING btree ("practice_id","lesson_id");--> statement-breakpoint
CREATE INDEX "note_summaries_client_idx" ON "note_summaries" USING btree ("practice_id","client_id");--> statement-breakpoint
CREATE INDEX "note_versions_client_idx" ON "note_versions" USING btree ("practice_id","client_id");--> statement-breakpoint
ALTER TABLE "medical_notes" ADD CONSTRAINT "medical_notes_practice_id_lesson_id_lessons_practice_id_id_fk" FOREIGN KEY ("practice_id","lesson_id") REFERENCES "public"."lessons"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "medical_notes_client_idx" ON "medical_notes" USING btree ("practice_id","client_id");--> statement-breakpoint
CREATE INDEX "medical_notes_author_idx" ON "medical_notes" USING btree ("practice_id","author_user_id","status","about_starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX "medical_notes_lesson_key" ON "medical_notes" USING btree ("practice_id","lesson_id","baby_id","author_user_id") WHERE status <> 'discarded';--> statement-breakpoint
CREATE INDEX "medical_notes_baby_idx" ON "medical_notes" USING btree ("practice_id","baby_id","about_starts_at");--> statement-breakpoint
ALTER TABLE "medical_notes" ADD CONSTRAINT "medical_notes_template" CHECK ("medical_notes"."template" in ('lesson', 'soap', 'free'));--> statement-breakpoint
ALTER TABLE "medical_notes" ADD CONSTRAINT "medical_notes_privacy" CHECK ("medical_notes"."privacy" in ('clinicians', 'author'));--> statement-breakpoint
ALTER TABLE "medical_notes" ADD CONSTRAINT "medical_notes_status" CHECK ("medical_notes"."status" in ('draft', 'signed', 'discarded'));--> statement-breakpoint
ALTER TABLE "medical_notes" ADD CONSTRAINT "medical_notes_signed" CHECK (("medical_notes"."status" = 'signed') = ("medical_notes"."signed_at" is not null) and ("medical_notes"."status" = 'signed') = ("medical_notes"."content_hash" is not null and "medical_notes"."salt" is not null and "medical_notes"."signature" is not null and "medical_notes"."signing_key_id" is not null));--> statement-breakpoint
CREATE POLICY "owner_all" ON "note_addenda" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "note_addenda" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "note_addenda" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "note_addenda" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and exists (select 1 from medical_notes n where n.practice_id = note_addenda.practice_id and n.id = note_addenda.note_id)));--> statement-breakpoint
CREATE POLICY "staff_add" ON "note_addenda" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and exists (select 1 from medical_notes n where n.practice_id = note_addenda.practice_id and n.id = note_addenda.note_id) and author_user_id = (select app_user())));--> statement-breakpoint
CREATE POLICY "owner_all" ON "note_openings" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "note_openings" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "note_openings" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "note_openings" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) = 'owner' and user_id = (select app_user())));--> statement-breakpoint
CREATE POLICY "staff_add" ON "note_openings" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) = 'owner' and user_id = (select app_user())));--> statement-breakpoint
CREATE POLICY "owner_all" ON "note_snippets" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "note_snippets" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "note_snippets" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "note_snippets" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and user_id = (select app_user())));--> statement-breakpoint
CREATE POLICY "staff_add" ON "note_snippets" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and user_id = (select app_user())));--> statement-breakpoint
CREATE POLICY "staff_change" ON "note_snippets" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and user_id = (select app_user()))) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and user_id = (select app_user())));--> statement-breakpoint
CREATE POLICY "staff_remove" ON "note_snippets" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and user_id = (select app_user())));--> statement-breakpoint
CREATE POLICY "owner_all" ON "note_summaries" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "note_summaries" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "note_summaries" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "note_summaries" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and exists (select 1 from medical_notes n where n.practice_id = note_summaries.practice_id and n.id = note_summaries.note_id)));--> statement-breakpoint
CREATE POLICY "staff_add" ON "note_summaries" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and exists (select 1 from medical_notes n where n.practice_id = note_summaries.practice_id and n.id = note_summaries.note_id) and author_user_id = (select app_user())));--> statement-breakpoint
CREATE POLICY "parent_read" ON "note_summaries" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "note_versions" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "note_versions" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "note_versions" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "note_versions" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and exists (select 1 from medical_notes n where n.practice_id = note_versions.practice_id and n.id = note_versions.note_id)));--> statement-breakpoint
CREATE POLICY "staff_add" ON "note_versions" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and exists (select 1 from medical_notes n where n.practice_id = note_versions.practice_id and n.id = note_versions.note_id) and by_user_id = (select app_user())));--> statement-breakpoint
ALTER POLICY "staff_read" ON "medical_notes" TO handsel_app USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and (privacy = 'clinicians' or author_user_id = (select app_user()) or ((select app_role()) = 'owner' and exists (select 1 from note_openings o where o.practice_id = medical_notes.practice_id and o.note_id = medical_notes.id and o.user_id = (select app_user()) and o.until_at > clock_timestamp())))));--> statement-breakpoint
ALTER POLICY "staff_add" ON "medical_notes" TO handsel_app WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and author_user_id = (select app_user()) and status = 'draft'));--> statement-breakpoint
ALTER POLICY "staff_change" ON "medical_notes" TO handsel_app USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and author_user_id = (select app_user()) and status = 'draft')) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and author_user_id = (select app_user())));