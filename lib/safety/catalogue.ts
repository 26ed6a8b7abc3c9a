import { DAY_RULES } from "./catalogue-day";
import { INTAKE_RULES } from "./catalogue-intake";
import type { SafetyRule } from "./schema";

/**
 * The safety rules as data. Sources disagree with one another, so each rule is a practice setting
 * with a floor, and names where it comes from. The words are in messages/<locale>/safety.json.
 */
export const RULES: readonly SafetyRule[] = [...DAY_RULES, ...INTAKE_RULES];
