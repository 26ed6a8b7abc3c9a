CREATE TABLE "joined_children" (
	"practice_id" uuid NOT NULL,
	"baby_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"health" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "joined_children_practice_id_baby_id_pk" PRIMARY KEY("practice_id","baby_id")
);
--> statement-breakpoint
ALTER TABLE "joined_children" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "exports" ADD COLUMN "for_guardian_id" uuid;--> statement-breakpoint
ALTER TABLE "joined_children" ADD CONSTRAINT "joined_children_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "joined_children" ADD CONSTRAINT "joined_children_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "joined_children_client_idx" ON "joined_children" USING btree ("practice_id","client_id");--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_practice_id_for_guardian_id_guardians_practice_id_id_fk" FOREIGN KEY ("practice_id","for_guardian_id") REFERENCES "public"."guardians"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_for" CHECK ("exports"."for_guardian_id" is null or ("exports"."by_kind" = 'staff' and "exports"."client_id" is not null));--> statement-breakpoint
CREATE POLICY "owner_all" ON "joined_children" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "joined_children" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "joined_children" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "joined_children" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_add" ON "joined_children" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_change" ON "joined_children" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner'))) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_remove" ON "joined_children" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));