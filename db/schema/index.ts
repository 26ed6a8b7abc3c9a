export * from "./accounts";
export * from "./audit";
export * from "./booking";
export * from "./clients";
export * from "./practices";
export * from "./referrals";
export * from "./routines";
