/**
 * Reads on one transaction, sent without waiting for each other's answers. All have ended before a failure is thrown
 * on: nothing may still ask when the connection is given back.
 */
export async function settled<T extends readonly unknown[]>(
  asked: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const ended = await Promise.allSettled(asked);
  for (const one of ended) if (one.status === "rejected") throw one.reason;
  return Promise.all(asked) as Promise<T>;
}
