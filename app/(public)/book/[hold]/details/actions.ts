"use server";

import { follow } from "@/app/_server/action";
import type { FormState } from "@/components/ui/form-state";
import { book } from "./book";

/** For browsers without scripts; the others send the form to /api/book. */
export async function bookAction(_state: FormState, form: FormData): Promise<FormState> {
  return follow(await book(form));
}
