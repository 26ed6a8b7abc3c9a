type SignIn = { role: string; email: string; password?: string };

/** What the person at the terminal needs now: the address, and how to get in. */
export function announce(
  settings: { mode: "start" | "dev" | "worker"; publicUrl: string; empty: boolean },
  world: { demo: boolean; signIns: readonly SignIn[] },
): void;
