type Page = {
  kind: string;
  html?: string;
  rscData?: Uint8Array;
  headers?: Record<string, string>;
  status?: number;
};
type Entry = { value: Page; lastModified: number; cacheControl: unknown };

export function scriptHashes(html: string): string[];
export default class PublicCache {
  get(key: string): Promise<Entry | null>;
  set(key: string, value: Page | null, context: { cacheControl?: unknown }): Promise<void>;
  revalidateTag(tags: string | string[]): Promise<void>;
  resetRequestCache(): void;
}
