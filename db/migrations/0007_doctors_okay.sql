ALTER TABLE "routine_assignments" ADD COLUMN "why" "bytea";--> statement-breakpoint
ALTER TABLE "routine_assignments" ADD COLUMN "cleared_on" date;--> statement-breakpoint
ALTER TABLE "routine_assignments" ADD COLUMN "cleared_by" text;--> statement-breakpoint
ALTER TABLE "routine_assignments" ADD CONSTRAINT "routine_assignments_cleared" CHECK (("routine_assignments"."cleared_on" is null) = ("routine_assignments"."cleared_by" is null));--> statement-breakpoint
ALTER POLICY "staff_read" ON "practice_logs" TO handsel_app USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
ALTER POLICY "staff_read" ON "routine_assignments" TO handsel_app USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
ALTER POLICY "staff_add" ON "routine_assignments" TO handsel_app WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
ALTER POLICY "staff_change" ON "routine_assignments" TO handsel_app USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner'))) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));