export function contentSecurityPolicy(
  scripts: readonly string[],
  where?: { secure?: boolean; development?: boolean },
): string;
export const strictTransport: string;
