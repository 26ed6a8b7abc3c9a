import { cookies } from "next/headers";
import { isSecure } from "@/app/_server/session";
import { token } from "@/lib/core/id";

const name = "invited";
/** As long as somebody may take to choose a time; the link itself opens again. */
const keptSeconds = 3600;

/** The link that this browser was invited with: no address and no script carries it while a time is chosen. */
export async function invitedHere(): Promise<string | undefined> {
  const kept = token.safeParse((await cookies()).get(name)?.value);
  return kept.success ? kept.data : undefined;
}
export async function keepInvitation(secret: string): Promise<void> {
  (await cookies()).set(name, secret, {
    httpOnly: true,
    sameSite: "lax",
    secure: isSecure(),
    path: "/",
    maxAge: keptSeconds,
  });
}
