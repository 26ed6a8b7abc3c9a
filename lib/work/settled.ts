/**
 * Reads on one transaction, sent without waiting for each other's answers. All have ended before a failure is thrown
 * on: nothing may still ask when the connection is given back. Each is waited for once: what Drizzle builds asks anew
 * each time that somebody waits for it.
 */
export async function settled<T extends readonly unknown[]>(
  asked: readonly [...{ [K in keyof T]: PromiseLike<T[K]> }],
): Promise<T> {
  const values: unknown[] = [];
  for (const one of await Promise.allSettled(asked)) {
    if (one.status === "rejected") throw one.reason;
    values.push(one.value);
  }
  return values as readonly unknown[] as T;
}
