import { describe, expect, test } from "vitest";
import { developmentKey, readEnv } from "./env";

const key = Buffer.alloc(32, 7).toString("base64");
const production = {
  NODE_ENV: "production",
  HANDSEL_KEY: key,
  APP_DATABASE_URL: "postgres://handsel_app:secret@db:5432/handsel",
};

describe("development", () => {
  test("needs nothing", () => {
    expect(readEnv({})).toMatchObject({
      NODE_ENV: "development",
      PORT: 3000,
      PUBLIC_URL: "http://localhost:3000",
      HANDSEL_KEY: developmentKey,
      MAIL_FROM: "Handsel <no-reply@localhost>",
      DEFAULT_LOCALE: "en-GB",
      TRUST_PROXY: false,
      HANDSEL_JOBS: true,
    });
  });
  test("an empty variable is an absent one", () => {
    const read = readEnv({ PORT: "", PUBLIC_URL: "", DEFAULT_LOCALE: "", SMTP_URL: "" });
    expect(read).toMatchObject({ PORT: 3000, SMTP_URL: undefined, DEFAULT_LOCALE: "en-GB" });
  });
  test("the development key has the right length", () => {
    expect(Buffer.from(developmentKey, "base64")).toHaveLength(32);
  });
});

describe("production", () => {
  test("takes the address from the environment, without path or slash", () => {
    const read = readEnv({ ...production, PUBLIC_URL: "https://book.example.org/" });
    expect(read.PUBLIC_URL).toBe("https://book.example.org");
    expect(read.MAIL_FROM).toBe("Handsel <no-reply@book.example.org>");
  });
  test.each([
    ["HANDSEL_KEY", { ...production, HANDSEL_KEY: "" }, "HANDSEL_KEY is missing"],
    ["APP_DATABASE_URL", { ...production, APP_DATABASE_URL: undefined }, "APP_DATABASE_URL is"],
    ["the public key", { ...production, HANDSEL_KEY: developmentKey }, "development key"],
  ])("refuses a start without %s in a sentence", (_name, source, sentence) => {
    expect(() => readEnv(source)).toThrow(sentence);
  });
});

test.each([
  ["PORT", "70000x"],
  ["PUBLIC_URL", "ftp://x"],
  ["PUBLIC_URL", "book.example"],
  ["APP_DATABASE_URL", "mysql://u:hunter2@h/d"],
  ["HANDSEL_KEY", "hunter2"],
  ["SMTP_URL", "http://mail"],
  ["MAIL_FROM", "a@b.example\r\nBcc: c@d.example"],
  ["DEFAULT_LOCALE", "xx"],
  ["TRUST_PROXY", "maybe"],
])("names %s and keeps its value to itself", (name, value) => {
  const refused = () => readEnv({ [name]: value });
  expect(refused).toThrow(name);
  expect(refused).not.toThrow(value);
});

test("reports every problem at once", () => {
  expect(() => readEnv({ PORT: "x", DEFAULT_LOCALE: "x" })).toThrow(/PORT.*DEFAULT_LOCALE/s);
});
