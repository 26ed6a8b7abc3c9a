export function passingFolder(prefix: string): string;
