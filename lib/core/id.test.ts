import { expect, test } from "vitest";
import { id, newId, newReference, newToken, token } from "./id";

test("ids made one after another sort in that order, also within a millisecond", () => {
  const made = Array.from({ length: 20_000 }, () => newId<"lesson">());
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
});

test("they are UUIDs of version 7, and nothing else passes for one", () => {
  expect(id("lesson").safeParse(newId()).success).toBe(true);
  expect(newId()[14]).toBe("7");
  for (const bad of ["", "1", "00000000-0000-0000-0000-00000000000g", `${newId()}x`])
    expect(id("lesson").safeParse(bad).success).toBe(false);
});

test("tokens carry 256 bits and references have no look-alikes", () => {
  expect(token.safeParse(newToken()).success).toBe(true);
  expect(newReference()).toMatch(/^[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}$/);
});
