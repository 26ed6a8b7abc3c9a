import { notFound, redirect } from "next/navigation";
import { Refusal } from "@/lib/core/refusal";

/** Awaits a query for a page: what is missing or not the reader's becomes the not-found page. */
export async function found<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Refusal) {
      if (error.code === "unauthenticated") redirect("/sign-in");
      // A malformed id in an address finds nothing, like a well-formed one that is not there.
      if (error.code === "not_found" || error.code === "forbidden" || error.code === "invalid")
        notFound();
    }
    throw error;
  }
}
