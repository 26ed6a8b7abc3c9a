import { publicUrl } from "@/lib/core/env";

/** Every address that a mail sends somebody to. */
const at = (path: string): string => `${publicUrl()}${path}`;

export const mailLinks = {
  signIn: (token: string) => at(`/sign-in/${token}`),
  join: (token: string) => at(`/join/${token}`),
  booking: (secret: string) => at(`/booking/${secret}`),
  practitioner: (slug: string) => at(`/p/${slug}`),
  referral: (secret: string) => at(`/referral/${secret}`),
  familyOfReferral: (slug: string, secret: string) => at(`/p/${slug}?referral=${secret}`),
  inbox: (referralId: string) => at(`/practice/referrals/${referralId}`),
  familyRoutine: () => at("/family/routine"),
};
