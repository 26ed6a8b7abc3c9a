export const onEverything: Readonly<Record<string, string>>;
export const nothingRuns: string;
export const onData: Readonly<Record<string, string>>;
