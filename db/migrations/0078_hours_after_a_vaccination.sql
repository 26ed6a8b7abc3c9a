ALTER TABLE "practices" ADD COLUMN "vaccination_hours" integer DEFAULT 72 NOT NULL;--> statement-breakpoint
ALTER TABLE "practices" ADD CONSTRAINT "practices_vaccination_hours" CHECK ("practices"."vaccination_hours" between 24 and 168);
