import { getLocale } from "next-intl/server";

/** Lessons are given where the family lives: without an address, the reader's language tells the country. */
export const readersCountry = async (): Promise<string> =>
  new Intl.Locale(await getLocale()).region ?? "";
