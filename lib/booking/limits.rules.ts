/** Why there is one more than a day or week may have, or less time than the way takes: said once, kept in the audit trail. */
export const LIMIT_REASONS = ["family_asked", "urgent", "short_way", "other"] as const;
