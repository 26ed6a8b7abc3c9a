/** Minutes as a family plans them: never "0 minutes". */
export const roundMinutes = (seconds: number): number => Math.max(1, Math.round(seconds / 60));
