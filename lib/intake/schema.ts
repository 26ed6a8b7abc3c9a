/** Each asked for by itself and taken back by itself, in the order in which they are shown. */
export const CONSENT_KINDS = [
  "teaching",
  "health_data",
  "share_with_doctor",
  "report_back",
  "photo_video",
  "reminders",
] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];
