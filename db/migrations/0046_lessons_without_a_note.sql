CREATE TABLE "notes_not_needed" (
	"practice_id" uuid NOT NULL,
	"lesson_id" uuid NOT NULL,
	"baby_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"by_user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notes_not_needed_practice_id_lesson_id_baby_id_pk" PRIMARY KEY("practice_id","lesson_id","baby_id"),
	CONSTRAINT "notes_not_needed_reason" CHECK ("notes_not_needed"."reason" in ('talked_only', 'wrong_entry', 'elsewhere', 'no_consent'))
);
--> statement-breakpoint
ALTER TABLE "notes_not_needed" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "exports" ADD COLUMN "private_notes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "notes_not_needed" ADD CONSTRAINT "notes_not_needed_by_user_id_users_id_fk" FOREIGN KEY ("by_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes_not_needed" ADD CONSTRAINT "notes_not_needed_practice_id_lesson_id_lessons_practice_id_id_fk" FOREIGN KEY ("practice_id","lesson_id") REFERENCES "public"."lessons"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes_not_needed" ADD CONSTRAINT "notes_not_needed_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes_not_needed" ADD CONSTRAINT "notes_not_needed_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notes_not_needed_at_idx" ON "notes_not_needed" USING btree ("practice_id","created_at");--> statement-breakpoint
CREATE INDEX "notes_not_needed_client_idx" ON "notes_not_needed" USING btree ("practice_id","client_id");--> statement-breakpoint
CREATE POLICY "owner_all" ON "notes_not_needed" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "notes_not_needed" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "notes_not_needed" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "notes_not_needed" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_add" ON "notes_not_needed" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and by_user_id = (select app_user())));--> statement-breakpoint
CREATE POLICY "staff_remove" ON "notes_not_needed" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));