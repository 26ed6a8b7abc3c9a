import { z } from "zod";

/** Only for development and tests; production refuses it. */
export const developmentKey = Buffer.alloc(32, "handsel development key ").toString("base64");

const text = z.preprocess((value) => (value === "" ? undefined : value), z.string().optional());
const switched = (fallback: boolean) =>
  text.transform((value, context) => {
    if (value === undefined) return fallback;
    if (/^(1|true|on|yes)$/i.test(value)) return true;
    if (/^(0|false|off|no)$/i.test(value)) return false;
    context.addIssue("must be 1 or 0");
    return z.NEVER;
  });
const address = (protocols: RegExp, example: string) =>
  text.refine(
    (value) => value === undefined || fits(value, protocols),
    `must look like ${example}`,
  );
const fits = (value: string, protocols: RegExp) =>
  URL.canParse(value) && protocols.test(new URL(value).protocol);

const schema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).catch("development"),
  PORT: text
    .refine((value) => value === undefined || /^\d{1,5}$/.test(value), "must be a port number")
    .transform((value) => Number(value ?? 3000)),
  PUBLIC_URL: address(/^https?:$/, "https://handsel.example"),
  APP_DATABASE_URL: address(/^postgres(ql)?:$/, "postgres://user@host:5432/handsel"),
  HANDSEL_KEY: text.refine(
    (value) => value === undefined || Buffer.from(value, "base64").length === 32,
    "must be 32 bytes in base64",
  ),
  /** Root keys before the present one, with commas between them: what they sealed opens until it is sealed anew. */
  HANDSEL_KEY_PREVIOUS: text.refine(
    (value) =>
      value === undefined ||
      value
        .split(/[\s,]+/)
        .filter(Boolean)
        .every((one) => Buffer.from(one, "base64").length === 32),
    "must be keys of 32 bytes in base64, with commas between them",
  ),
  SMTP_URL: address(/^smtps?:$/, "smtp://user:password@host:587"),
  MAIL_FROM: text.refine(
    (value) => value === undefined || /^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/.test(value),
    "must be a mail address, or a name with one in angle brackets",
  ),
  SMS_URL: address(/^https?:$/, "https://gateway.example/texts"),
  DEFAULT_LOCALE: text.pipe(z.enum(["en-GB", "en-US"], "must be en-GB or en-US").default("en-GB")),
  TRUST_PROXY: switched(false),
  HANDSEL_JOBS: switched(true),
  /** Which build this is, as scripts/serve.mjs says. */
  HANDSEL_BUILD: text,
});

export type Env = Omit<z.output<typeof schema>, "PUBLIC_URL" | "HANDSEL_KEY" | "MAIL_FROM"> & {
  /** Scheme, host and port, without a slash at the end. */
  PUBLIC_URL: string;
  HANDSEL_KEY: string;
  MAIL_FROM: string;
};

/** The settings of this process. Throws sentences that name the variable and never its value. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const parsed = schema.safeParse(source);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`);
  if (source.NODE_ENV === "production") {
    if (!source.HANDSEL_KEY)
      problems.push("HANDSEL_KEY is missing: without it no sealed field can be read.");
    if (source.HANDSEL_KEY === developmentKey)
      problems.push("HANDSEL_KEY is the public development key: make one of your own.");
    if (!source.APP_DATABASE_URL) problems.push("APP_DATABASE_URL is missing.");
  }
  if (!parsed.success || problems.length > 0)
    throw new Error(`${problems.join(" ")} \`npm start\` sets what is needed; see the README.`);
  const { PUBLIC_URL, HANDSEL_KEY, MAIL_FROM, ...rest } = parsed.data;
  const url = new URL(PUBLIC_URL ?? `http://localhost:${rest.PORT}`);
  return {
    ...rest,
    PUBLIC_URL: url.origin,
    HANDSEL_KEY: HANDSEL_KEY ?? developmentKey,
    MAIL_FROM: MAIL_FROM ?? `Handsel <no-reply@${url.hostname}>`,
  };
}

let kept: Env | undefined;

/** Read when first asked, never while building, so that one build runs at any address. */
export function env(): Env {
  if (kept) return kept;
  const read = readEnv(process.env);
  if (read.NODE_ENV === "production") kept = read;
  return read;
}

export const publicUrl = (): string => env().PUBLIC_URL;
export const isSecure = (): boolean => publicUrl().startsWith("https:");
