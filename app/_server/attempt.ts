import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/form-state";
import { notAForm, refused } from "./action";
import { callerAddress } from "./caller";
import { assertSameOrigin } from "./origin";

/**
 * A form whose input or answer is a secret: a password, a session. As `action`, but without the form's key, because
 * what belongs to a key is stored, as a digest of the input and as the answer itself.
 */
export async function attempt(
  form: FormData,
  work: (from: { ip: string; head: Headers }) => Promise<string | FormState>,
): Promise<FormState> {
  if (!(form instanceof FormData)) return notAForm();
  let next: string | FormState;
  try {
    const head = await headers();
    assertSameOrigin(head);
    next = await work({ ip: callerAddress(head), head });
  } catch (error) {
    return refused(error, form);
  }
  if (typeof next === "string") redirect(next);
  return next;
}
