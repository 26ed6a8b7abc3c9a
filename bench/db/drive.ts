export type Driven = { perSecond: number; ms: number[]; errors: unknown[] };

/** So many callers, each asking again as soon as it is answered, for some time. */
export async function drive(
  callers: number,
  forMs: number,
  once: (caller: number) => Promise<unknown>,
): Promise<Driven> {
  const ms: number[] = [];
  const errors: unknown[] = [];
  const begun = performance.now();
  const until = begun + forMs;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      while (performance.now() < until) {
        const started = performance.now();
        try {
          await once(caller);
          ms.push(performance.now() - started);
        } catch (error) {
          errors.push(error);
        }
      }
    }),
  );
  return { perSecond: (ms.length / (performance.now() - begun)) * 1000, ms, errors };
}
