ALTER TABLE "credentials" ADD COLUMN "link" text;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "revoked_reason" text;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "withdrawn_at" timestamp with time zone;--> statement-breakpoint
ALTER POLICY "staff_change" ON "credentials" TO handsel_app USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff' and (state = 'claimed'));--> statement-breakpoint
ALTER POLICY "visitor_read" ON "credentials" TO handsel_app USING ((select app_actor()) = 'visitor' and (practitioner_id = any(array(select published_practitioners())) and withdrawn_at is null));