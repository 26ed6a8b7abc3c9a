export type LockedPackage = {
  version?: string;
  resolved?: string;
  integrity?: string;
  extraneous?: boolean;
  optional?: boolean;
  dev?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};
export type LockFile = { packages: Record<string, LockedPackage> };

export function missingOptional(
  packages: LockFile["packages"],
): { key: string; name: string; range: string; parent: LockedPackage }[];

export function complete(lock: LockFile): { lock: LockFile; added: string[] };
