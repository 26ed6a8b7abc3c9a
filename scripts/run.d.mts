/** The settings of the product while it is tested, each empty. */
export const ownWorld: Record<string, string>;
