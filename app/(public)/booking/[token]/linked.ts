import { notFound } from "next/navigation";
import { found } from "@/app/_server/page";
import { linkHolder } from "@/lib/accounts/links";
import { bookingByLink } from "@/lib/booking/read";

/** The booking behind a link, for the pages that change it. */
export async function linkedBooking(secret: string) {
  const holder = await linkHolder(secret, "booking");
  if (!holder) notFound();
  const booking = await found(bookingByLink(holder, {}));
  const name = booking.practitioner.split(" ")[0] ?? booking.practitioner;
  return { holder, booking, name, base: `/booking/${secret}`, hidden: { link: secret } };
}
