import type { DataLock } from "./data-lock.mjs";

export type Embedded = {
  /** The superuser's address: migrations and seeding only, never requests. */
  ownerUrl: string;
  port: number;
  /** Resolves, with how it ended, when the server ends for whatever reason. */
  exited: Promise<string>;
  stop(): Promise<void>;
};

/** The superuser's address of a server that runs on this directory now. */
export function runningUrl(dataDir: string): string | undefined;

export function startEmbedded(options: {
  dataDir: string;
  log?: (line: string) => void;
  /** A lock that the caller already holds; taken here otherwise. Released by `stop` in both cases. */
  lock?: DataLock;
  /** More server settings; the durable ones cannot be overridden. */
  settings?: Record<string, string>;
  /** For a folder that is removed when its process ends: a crash of the machine may lose what was committed. */
  throwaway?: boolean;
}): Promise<Embedded>;
