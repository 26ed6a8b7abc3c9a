/** "0:38": minutes and seconds, the same in every language we speak. */
export const clockText = (seconds: number): string => {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

/** Minutes as a family plans them: never "0 minutes". */
export const roundMinutes = (seconds: number): number => Math.max(1, Math.round(seconds / 60));
