/** "240 kB", "2.4 MB". */
export function sizeText(bytes: number, locale: string): string {
  const [value, unit] =
    bytes < 1_000_000 ? [Math.max(1, bytes / 1000), "kilobyte"] : [bytes / 1_000_000, "megabyte"];
  const most = unit === "kilobyte" ? 0 : 1;
  return new Intl.NumberFormat(locale, {
    ...{ style: "unit", unit, unitDisplay: "short", maximumFractionDigits: most },
  })
    .format(value)
    .replace(/[\u00a0\u202f]/g, " ");
}
