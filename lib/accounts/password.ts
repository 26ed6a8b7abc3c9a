import { hash, verify } from "@node-rs/argon2";
import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { Refusal } from "@/lib/core/refusal";

export const passwordMin = 15;
export const passwordMax = 128;

// OWASP's floor for argon2id; about 30 ms of one core.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
// Judging slows down with the square of the length, and a guessable start is reason enough to refuse.
const judged = 64;

let judge: Promise<ZxcvbnFactory> | undefined;
const loadJudge = async (): Promise<ZxcvbnFactory> => {
  const [{ ZxcvbnFactory: Judge }, common] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  return new Judge({
    dictionary: common.dictionary,
    graphs: common.adjacencyGraphs,
    useLevenshteinDistance: false,
    maxLength: judged,
  });
};

/**
 * Why a new password is refused, as a message key, or null. Length first (NIST SP 800-63B-4: 15 without a second
 * factor, no rules on kinds of signs), then lists of common and breached ones, and the person's own words.
 */
export async function passwordProblem(
  password: string,
  own: { email: string; name: string | null },
): Promise<string | null> {
  const length = [...password].length;
  if (length < passwordMin) return "accounts:errors.passwordShort";
  if (length > passwordMax) return "accounts:errors.passwordLong";
  if (!password.isWellFormed() || /\p{Cc}/u.test(password)) return "errors:strangeCharacters";
  const context = ownWords(own);
  if (besides(password, context) < 8) return "accounts:errors.passwordCommon";
  judge ??= loadJudge();
  const { score } = (await judge).check(password.slice(0, judged), context);
  return score < 3 ? "accounts:errors.passwordCommon" : null;
}

/** What anybody would try first for this person, longest first. */
const ownWords = ({ email, name }: { email: string; name: string | null }): string[] =>
  [email, ...email.split(/[@.+_-]/), ...(name ?? "").split(/\s+/), "handsel", "massage", "baby"]
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 2)
    .sort((a, b) => b.length - a.length);

/** How many letters and numerals are left without those words. */
const besides = (password: string, words: readonly string[]): number =>
  words
    .reduce((rest, word) => rest.replaceAll(word, " "), password.toLowerCase())
    .replace(/[^\p{L}\p{N}]/gu, "").length;

// Two writings of one sign must be one password, on whatever keyboard it is typed.
const normal = (password: string): string => password.normalize("NFKC");

export const hashPassword = (password: string): Promise<string> => hash(normal(password), cost);

let nobody: Promise<string> | undefined;
let working = 0;

/** Compares in the same time whether or not there is a password to compare with. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  // Each comparison costs a core; a flood of them must not stop everything else.
  if (working >= 4) throw new Refusal("busy");
  working += 1;
  try {
    nobody ??= hashPassword("nobody's password");
    const matches = await verify(stored ?? (await nobody), normal(password));
    return stored !== null && matches;
  } finally {
    working -= 1;
  }
}
