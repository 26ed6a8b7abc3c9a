/** Folders and files at the top of the tree that go into the build. */
export const sources: string[];

/** Names and contents of everything that goes into the build of a tree, by itself this one. */
export function fingerprint(from?: string): string;
