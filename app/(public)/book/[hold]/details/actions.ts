"use server";

import { follow, readingForm } from "@/app/_server/action";
import { book } from "./book";

/** For browsers without scripts; the others send the form to /api/book. */
export const bookAction = readingForm(async (_state, form) => follow(await book(form)));
