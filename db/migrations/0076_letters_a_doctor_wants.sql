DROP INDEX "referrals_letters_owed_idx";--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "letter_wanted" text DEFAULT 'unsaid' NOT NULL;--> statement-breakpoint
CREATE INDEX "referrals_letters_owed_idx" ON "referrals" USING btree ("practice_id","practitioner_id","decided_at") WHERE status in ('accepted', 'booked') and letter_wanted not in ('none', 'worry');--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_letter_wanted" CHECK ("referrals"."letter_wanted" in ('unsaid', 'none', 'first', 'end', 'both', 'worry'));