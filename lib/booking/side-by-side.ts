/**
 * Two pieces of work on one transaction, sent without waiting for each other's answers. Both have ended before a
 * failure is thrown on: nothing may still be writing when the transaction is rolled back.
 */
export async function sideBySide<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled([one, other]);
  if (a.status === "rejected") throw a.reason;
  if (b.status === "rejected") throw b.reason;
  return [a.value, b.value];
}
