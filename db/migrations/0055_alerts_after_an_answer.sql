DROP INDEX "form_alerts_assignment_key";--> statement-breakpoint
CREATE INDEX "form_alerts_assignment_idx" ON "form_alerts" USING btree ("practice_id","assignment_id");--> statement-breakpoint
CREATE UNIQUE INDEX "form_alerts_open_key" ON "form_alerts" USING btree ("practice_id","assignment_id") WHERE acknowledged_at is null;