import { expect, test } from "vitest";
import { backTo } from "./back";

test.each([
  ["https://handsel.example/find?near=Bristol", "/find?near=Bristol"],
  ["https://handsel.example/", "/"],
  ["https://elsewhere.example/find", "/"],
  ["https://handsel.example//elsewhere.example", "/"],
  ["http://handsel.example/find", "/"],
  ["not an address", "/"],
  ["javascript:alert(1)", "/"],
  [null, "/"],
])("from %s back to %s", (referer, back) => {
  expect(backTo(referer, "https://handsel.example")).toBe(back);
});
