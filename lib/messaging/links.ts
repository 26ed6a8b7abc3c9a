import { publicUrl } from "@/lib/core/env";
import { confirmPath, familyPath, trackPath } from "@/lib/referrals/rules";

/** Every address that a mail sends somebody to. */
const at = (path: string): string => `${publicUrl()}${path}`;

export const mailLinks = {
  signIn: (token: string) => at(`/sign-in/${token}`),
  join: (token: string) => at(`/join/${token}`),
  booking: (secret: string) => at(`/booking/${secret}`),
  ownBooking: (bookingId: string) => at(`/practice/bookings/${bookingId}`),
  copies: (secret: string) => at(`/copies/${secret}`),
  practitioner: (slug: string) => at(`/p/${slug}`),
  freeTime: (slug: string, serviceId: string, day: string, minute: number) =>
    at(`/p/${slug}/book/${serviceId}?day=${day}&at=${minute}`),
  confirmReferral: (secret: string) => at(confirmPath(secret)),
  trackReferral: (secret: string) => at(trackPath(secret)),
  familyOfReferral: (secret: string) => at(familyPath(secret)),
  inbox: (referralId: string) => at(`/practice/referrals/${referralId}`),
  staffBooking: (bookingId: string) => at(`/practice/bookings/${bookingId}`),
  notices: () => at("/practice/mail"),
  familyForms: () => at("/family/forms"),
  forms: (secret: string) => at(`/forms/${secret}`),
  familyRoutine: () => at("/family/routine"),
};
