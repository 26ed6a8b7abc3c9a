ALTER TABLE "practice_logs" DROP CONSTRAINT "practice_logs_outcome";--> statement-breakpoint
ALTER TABLE "routine_assignments" DROP CONSTRAINT "routine_assignments_times";--> statement-breakpoint
ALTER TABLE "routine_assignments" ALTER COLUMN "times_per_day" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "practice_logs" ADD COLUMN "skip_reason" text;--> statement-breakpoint
ALTER TABLE "routine_assignments" ADD COLUMN "times_per_week" integer;--> statement-breakpoint
ALTER TABLE "practice_logs" ADD CONSTRAINT "practice_logs_skipped" CHECK (("practice_logs"."outcome" = 'skipped' and "practice_logs"."seconds" = 0 and "practice_logs"."steps_done" = 0 and "practice_logs"."stop_reason" is null)
        or ("practice_logs"."outcome" <> 'skipped' and "practice_logs"."skip_reason" is null));--> statement-breakpoint
ALTER TABLE "practice_logs" ADD CONSTRAINT "practice_logs_outcome" CHECK ("practice_logs"."outcome" in ('done', 'partly', 'stopped', 'skipped') and "practice_logs"."seconds" between 0 and 14400);--> statement-breakpoint
ALTER TABLE "routine_assignments" ADD CONSTRAINT "routine_assignments_times" CHECK (num_nonnulls("routine_assignments"."times_per_day", "routine_assignments"."times_per_week") = 1 and "routine_assignments"."times_per_day" between 1 and 6 and "routine_assignments"."times_per_week" between 1 and 6);