import { hash, verify } from "@node-rs/argon2";
import type { ZxcvbnFactory, ZxcvbnResult } from "@zxcvbn-ts/core";
import { Refusal } from "@/lib/core/refusal";

export const passwordMin = 15;
export const passwordMax = 128;

// OWASP's floor for argon2id; about 30 ms of one core.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
// Judging slows down with the square of the length, and a guessable start is reason enough to refuse.
const judged = 64;

type Judge = { zxcvbn: ZxcvbnFactory; listed: ReadonlySet<string> };
let judge: Promise<Judge> | undefined;
const loadJudge = async (): Promise<Judge> => {
  const [{ ZxcvbnFactory: Zxcvbn }, common] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  const zxcvbn = new Zxcvbn({
    dictionary: common.dictionary,
    graphs: common.adjacencyGraphs,
    useLevenshteinDistance: false,
    maxLength: judged,
  });
  return { zxcvbn, listed: new Set(common.dictionary["passwords-common"]) };
};

export type Own = { email: string; name: string | null; practice?: string | undefined };

/**
 * Why a new password is refused, as a message key, or null. Length first (NIST SP 800-63B-4: 15 without a second
 * factor, no rules on kinds of signs). Then what people who guess try first, without asking anybody: lists of leaked
 * passwords hold few of this length, so it is taken apart into what such lists are made of: about 50,000 common
 * passwords and 8,000 words, also in leet or doubled, dates, rows of keys and of signs, the person's own words.
 */
export async function passwordProblem(password: string, own: Own): Promise<string | null> {
  const length = [...password].length;
  if (length < passwordMin) return "accounts:errors.passwordShort";
  if (length > passwordMax) return "accounts:errors.passwordLong";
  if (!password.isWellFormed() || /\p{Cc}/u.test(password)) return "errors:strangeCharacters";
  const context = ownWords(own);
  if (besides(password, context) < 8) return "accounts:errors.passwordCommon";
  judge ??= loadJudge();
  const { zxcvbn, listed } = await judge;
  const found = zxcvbn.check(password.slice(0, judged), context);
  // 4 of 4: more than 10^10 guesses by zxcvbn's count, which knows how the parts are put together.
  const guessed = found.score < 4 || isPatched(found) || isPadded(password, listed);
  return guessed ? "accounts:errors.passwordCommon" : null;
}

/** Made of one or two listed words, each as often as one likes, and of little besides: numerals, put there as years and rows, count a third. */
function isPatched({ password, sequence }: ZxcvbnResult): boolean {
  const known = sequence
    .filter(({ pattern }) => pattern !== "bruteforce" && pattern !== "date")
    .map(({ token }) => token.toLowerCase());
  const rest = known.reduce((left, part) => left.replaceAll(part, ""), password.toLowerCase());
  // "candy1" is on the lists as "candy" is: one word, however it is dressed.
  const bare = known.map((part) => part.replace(/\P{L}/gu, ""));
  const words = new Set(bare.filter((part) => part.length > 2));
  return words.size <= 2 && letters(rest) + rest.replace(/\P{N}/gu, "").length / 3 < 4;
}

/** The same, of what stands between signs and numerals: zxcvbn takes "!girls" for six signs that nobody knows. */
function isPadded(password: string, listed: ReadonlySet<string>): boolean {
  const runs = (of: RegExp) => [...new Set(password.toLowerCase().match(of) ?? [])];
  const words = runs(/\p{L}+/gu);
  const free = words.filter((word) => !listed.has(word)).join("").length;
  const known = words.filter((word) => listed.has(word)).length;
  return known <= 2 && free + runs(/\p{N}+/gu).join("").length / 3 < 4;
}
const letters = (text: string): number => text.replace(/\P{L}/gu, "").length;

/** What anybody would try first for this person, longest first. */
const ownWords = ({ email, name, practice = "" }: Own): string[] =>
  [email, ...email.split(/[@.+_-]/), ...`${name ?? ""} ${practice}`.split(/\s+/)]
    .concat(["handsel", "massage", "baby"])
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 2)
    .sort((a, b) => b.length - a.length);

const signsOf = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, "").length;

/** How many letters and numerals are left without those words. */
const besides = (password: string, words: readonly string[]): number =>
  signsOf(words.reduce((rest, word) => rest.replaceAll(word, " "), password.toLowerCase()));

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
