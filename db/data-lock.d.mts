export type DataLock = { release(): void };

/** Throws, in words for the person at the terminal, when a live process owns the directory. */
export function lockDataDirectory(dataDir: string): DataLock;

export function startOf(pid: number): string | undefined;
