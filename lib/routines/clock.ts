/** "0:38": minutes and seconds, the same in every language we speak. */
export const clockText = (seconds: number): string => {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

/** The seconds of "1:30", or of "2" for two minutes; null for what is no time. */
export function secondsIn(text: string): number | null {
  const [, minutes, seconds = "0"] = /^\s*(\d{1,3})(?::([0-5]?\d))?\s*$/.exec(text) ?? [];
  return minutes === undefined ? null : Number(minutes) * 60 + Number(seconds);
}
