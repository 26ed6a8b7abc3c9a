ALTER TABLE "bookings" ADD COLUMN "cancel_hours" integer DEFAULT 24 NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "grace_minutes" integer DEFAULT 15 NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "late_fee_percent" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "illness_free" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "cancel_fee_minor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "told_ends_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "told_practitioner_id" uuid;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_practice_id_told_practitioner_id_practitioners_practice_id_id_fk" FOREIGN KEY ("practice_id","told_practitioner_id") REFERENCES "public"."practitioners"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_terms" CHECK ("bookings"."cancel_hours" >= 0 and "bookings"."grace_minutes" between 0 and 1440 and "bookings"."late_fee_percent" between 0 and 100 and "bookings"."cancel_fee_minor" >= 0);