import { cookies } from "next/headers";
import { token } from "@/lib/core/id";
import { FAMILY_COOKIE } from "@/lib/referrals/rules";

/** The link of a family whose doctor referred it, of this browser; it may be one to another practice. */
export async function referredHere(): Promise<string | undefined> {
  const kept = token.safeParse((await cookies()).get(FAMILY_COOKIE)?.value);
  return kept.success ? kept.data : undefined;
}
