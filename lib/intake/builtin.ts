import { CHECK } from "./builtin-check";
import { INTAKE } from "./builtin-intake";
import type { Builtin, Definition, SendWhen } from "./schema";

/**
 * The forms every practice begins with. A change is a new number: what was answered stays with the version it was
 * answered to, so builtin.test.ts holds the hash of each number. The words are in messages/<locale>/intake_forms.json.
 */
export const BUILTIN_FORMS: Readonly<
  Record<Builtin, { number: number; definition: Definition; sendWhen: SendWhen }>
> = {
  intake: { number: 2, definition: INTAKE, sendWhen: "first_visit" },
  health_check: { number: 4, definition: CHECK, sendWhen: "each_lesson" },
};
