-- Words that stood in plain go where only sealed ones may be, behind a byte that no ciphertext begins with. SQL cannot
-- seal them: the start does, right after this (sealLeftInPlain in lib/work/keys-rotate.ts).
UPDATE "bookings" SET "cancel_note" = '\x00'::bytea || convert_to(substr("cancel_reason", strpos("cancel_reason", ': ') + 2), 'UTF8'),
  "cancel_reason" = split_part("cancel_reason", ': ', 1)
  WHERE "cancel_note" IS NULL AND "cancel_reason" LIKE '%: %'
    AND split_part("cancel_reason", ': ', 1) IN ('ill', 'plans', 'not_now', 'somewhere_else', 'family_asked', 'illness', 'practitioner_away', 'travel', 'mistake', 'time', 'full', 'fit', 'other');--> statement-breakpoint
UPDATE "bookings" SET "cancel_note" = coalesce("cancel_note", '\x00'::bytea || convert_to("cancel_reason", 'UTF8')), "cancel_reason" = 'other'
  WHERE "cancel_reason" NOT IN ('ill', 'plans', 'not_now', 'somewhere_else', 'family_asked', 'illness', 'practitioner_away', 'travel', 'mistake', 'time', 'full', 'fit', 'other');--> statement-breakpoint
ALTER TABLE "referrals" ALTER COLUMN "decline_note" SET DATA TYPE bytea USING '\x00'::bytea || convert_to("decline_note", 'UTF8');--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_reason" CHECK ("bookings"."cancel_reason" in ('ill', 'plans', 'not_now', 'somewhere_else', 'family_asked', 'illness', 'practitioner_away', 'travel', 'mistake', 'time', 'full', 'fit', 'other'));
