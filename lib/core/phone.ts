/** Calling codes of the countries we are in, and whether a number there is written with a 0 that abroad drops. */
const codes: Readonly<Record<string, { code: string; zero: boolean }>> = {
  GB: { code: "44", zero: true },
  IE: { code: "353", zero: true },
  US: { code: "1", zero: false },
  CA: { code: "1", zero: false },
  AU: { code: "61", zero: true },
  NZ: { code: "64", zero: true },
};

/**
 * "07700 900142" in GB → "+447700900142" (ITU-T E.164), null for what cannot be told: a number with its + is understood
 * everywhere, one without only in the countries above.
 */
export function toE164(phone: string, country: string): string | null {
  const written = phone.trim().replace(/\(0\)/, "");
  const digits = written.replace(/\D/g, "");
  if (/^\+|^00/.test(written)) return checked(written.startsWith("+") ? digits : digits.slice(2));
  const home = codes[country];
  if (!home) return null;
  if (home.zero)
    return digits.startsWith("0") ? checked(`${home.code}${digits.replace(/^0/, "")}`) : null;
  const national = digits.length === 11 && digits.startsWith(home.code) ? digits.slice(1) : digits;
  return national.length === 10 ? checked(`${home.code}${national}`) : null;
}

const checked = (digits: string): string | null =>
  /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : null;
