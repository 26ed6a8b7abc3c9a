export function rootKey(options: { dataDir: string; env?: { HANDSEL_KEY?: string } }): string;
export function ownerPassword(dataDir: string): string;
export function appDatabaseUrl(options: { ownerUrl: string; key: string }): string;
export const makeKey: string;
