import { describe, expect, test } from "vitest";
import { credentialState, endsSoon } from "./rules";

describe("a credential", () => {
  const checked = { state: "checked", expiresOn: "2026-11-22" } as const;
  test("counts through its last day, and drops by itself on the next", () => {
    expect(credentialState(checked, "2026-11-22")).toBe("checked");
    expect(credentialState(checked, "2026-11-23")).toBe("expired");
    expect(credentialState({ ...checked, expiresOn: null }, "2099-01-01")).toBe("checked");
  });
  test("that was withdrawn stays withdrawn; a claim is a claim", () => {
    expect(credentialState({ state: "revoked", expiresOn: "2020-01-01" }, "2026-11-22")).toBe(
      "revoked",
    );
    expect(credentialState({ state: "claimed", expiresOn: null }, "2026-11-22")).toBe("claimed");
    expect(credentialState({ state: "claimed", expiresOn: "2020-01-01" }, "2026-11-22")).toBe(
      "expired",
    );
  });
  test("ends soon in its last sixty days, and no longer when they are over", () => {
    const on = "2026-11-22";
    const soon = ["2026-09-22", "2026-09-23", on, "2026-11-23"].map((day) => endsSoon(on, day));
    expect(soon).toEqual([false, true, true, false]);
    expect(endsSoon(null, on)).toBe(false);
  });
});
