DROP INDEX "guardians_phone_idx";--> statement-breakpoint
CREATE INDEX "guardians_phone_idx" ON "guardians" USING btree ("practice_id","phone_key") WHERE phone_key is not null;