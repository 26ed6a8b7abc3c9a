ALTER TABLE "referrals" ADD COLUMN "letter_excused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "letter_excused_by" uuid;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_letter_excused_by_users_id_fk" FOREIGN KEY ("letter_excused_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "referrals_letters_owed_idx" ON "referrals" USING btree ("practice_id","practitioner_id") WHERE status in ('accepted', 'booked') and letter_excused_at is null;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_letter_excused" CHECK (("referrals"."letter_excused_at" is null) = ("referrals"."letter_excused_by" is null));