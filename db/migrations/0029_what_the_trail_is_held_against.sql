CREATE TABLE "audit_checkpoints" (
	"practice_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"signature" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	CONSTRAINT "audit_checkpoints_practice_id_seq_pk" PRIMARY KEY("practice_id","seq")
);
--> statement-breakpoint
ALTER TABLE "audit_checkpoints" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "audit_events_actor_idx" ON "audit_events" USING btree ("practice_id","actor_id","seq");--> statement-breakpoint
CREATE INDEX "audit_events_at_idx" ON "audit_events" USING btree ("practice_id","at");--> statement-breakpoint
CREATE INDEX "audit_events_lists_idx" ON "audit_events" USING gin (("detail"->'babies')) WHERE subject_type = 'list';--> statement-breakpoint
CREATE POLICY "owner_all" ON "audit_checkpoints" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "audit_checkpoints" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "audit_checkpoints" AS RESTRICTIVE FOR ALL TO "handsel_app" USING ((select app_actor()) in ('visitor', 'admin') or practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "audit_checkpoints" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
CREATE POLICY "admin_read" ON "audit_checkpoints" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'admin');