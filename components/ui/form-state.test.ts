import { expect, test } from "vitest";
import { errorOf, fieldId, hasErrors, keptList, keptValues } from "./form-state";

test("what was typed is kept, secrets and machinery are not", () => {
  const data = new FormData();
  data.append("name", "Ana");
  data.append("reasons", "reflux");
  data.append("reasons", "sleep");
  data.append("postcode", "BS6 5AA");
  data.append("password", "never kept");
  data.append("code", "123456");
  data.append("nhs", "kept out");
  data.append("key", "0198");
  data.append("$ACTION_REF_1", "");
  data.append("letter", new File(["x"], "letter.pdf"));
  const kept = keptValues(data, ["nhs"]);
  expect(kept).toEqual({ name: "Ana", postcode: "BS6 5AA", reasons: "reflux\nsleep" });
  expect(keptList(kept.reasons)).toEqual(["reflux", "sleep"]);
  expect(keptList(undefined)).toEqual([]);
});

test("a field shows its own error first, then one of its parts", () => {
  const state = { fields: { "birth.day": ["Enter a day"], name: ["Enter a name", "Too short"] } };
  expect(errorOf(state, "birth")).toBe("Enter a day");
  expect(errorOf(state, "name")).toBe("Enter a name");
  expect(errorOf(state, "bir")).toBeUndefined();
  expect(hasErrors(state)).toBe(true);
  expect(hasErrors({ values: {}, notice: "Saved" })).toBe(false);
});

test("ids are safe in a link", () => {
  expect(fieldId("f", "birth.day")).toBe("f-birth-day");
  expect(fieldId("book", "guardians[0].name")).toBe("book-guardians-0-name");
});
