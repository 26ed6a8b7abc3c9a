import { cookies } from "next/headers";
import type { z } from "zod";
import { isSecure } from "@/app/_server/session";
import { type HeldTime, heldTime } from "@/lib/booking/schema";

const name = "hold";
/**
 * Longer than the hold itself: a time that ran out may still be free, and is then booked with the same form. It stays
 * after booking too, so that whoever goes back is told the time is theirs, not that it is gone.
 */
const keptSeconds = 3600;

/** The hold of this browser, whose secret no address and no script carries. */
export async function heldHere(): Promise<HeldTime | undefined> {
  const [practiceId, id, secret] = ((await cookies()).get(name)?.value ?? "").split(".");
  const held = heldTime.safeParse({ practiceId, id, secret });
  return held.success ? held.data : undefined;
}

export async function keepHold(held: z.input<typeof heldTime>): Promise<void> {
  (await cookies()).set(name, `${held.practiceId}.${held.id}.${held.secret}`, {
    httpOnly: true,
    sameSite: "lax",
    secure: isSecure(),
    path: "/",
    maxAge: keptSeconds,
  });
}
