import { z } from "zod";
import { id } from "@/lib/core/id";
import { ticked, wholeNumber } from "@/lib/core/text";
import { FAMILY_REASONS } from "./change.rules";

const start = z.iso.datetime({ error: "booking:errors.start" }).transform((text) => new Date(text));
/** What the page said that it costs: nobody pays what they were not told. */
const feeMinor = wholeNumber(0, 2_000_000_000, "errors:staleForm");

/** A booking of the actor's own. Whoever holds its link needs to name no booking. */
export const OwnSeat = z.strictObject({
  bookingId: id("booking").optional(),
  version: wholeNumber(1, 2_000_000_000, "errors:staleForm"),
});
export const MoveOwn = OwnSeat.extend({ start, feeMinor, ill: ticked });
export const CancelOwn = OwnSeat.extend({
  reason: z.enum(FAMILY_REASONS, "change:errors.reason"),
  feeMinor,
});
