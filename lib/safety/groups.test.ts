import { expect, test } from "vitest";
import { FINDING_GROUPS, hasPlace, onForm } from "./groups";
import { FINDINGS } from "./schema";

test("each finding that a record can hold stands in exactly one group of the form", () => {
  const shown = FINDING_GROUPS.flatMap((group) => [...group.findings]);
  expect([...shown].sort()).toEqual(FINDINGS.filter(onForm).sort());
});

test("a place is asked for where a rule goes by it", () => {
  expect(FINDINGS.filter(hasPlace)).toEqual(
    expect.arrayContaining(["fracture", "recent_surgery_limb", "central_line", "skin_broken"]),
  );
  expect(
    ["heart_condition", "abdominal_surgery", "reflux"].filter((id) =>
      FINDINGS.some((one) => one === id && hasPlace(one)),
    ),
  ).toEqual([]);
});
