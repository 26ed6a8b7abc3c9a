import { isIPv6 } from "node:net";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { callerAddress, networkOf } from "./caller";

afterEach(() => {
  vi.unstubAllEnvs();
});

const group = fc.integer({ min: 0, max: 0xffff });
const groups = (length: number) => fc.array(group, { minLength: length, maxLength: length });
/** One address as people and programs write it: long, short, in capitals. */
const written = (all: readonly number[]) => {
  const long = all.map((one) => one.toString(16).padStart(4, "0")).join(":");
  return [long, long.toUpperCase(), new URL(`http://[${long}]`).hostname.slice(1, -1)];
};

test("all addresses of a network of IPv6 count as one caller, and those of two networks as two", () => {
  fc.assert(
    fc.property(groups(4), groups(4), groups(4), groups(4), (one, other, here, there) => {
      fc.pre(one.join() !== other.join() && [one, other].every(([first = 0]) => first > 0x100));
      const counted = [here, there].flatMap((rest) => written([...one, ...rest]).map(networkOf));
      expect(new Set(counted).size).toBe(1);
      for (const elsewhere of written([...other, ...here]))
        expect(counted).not.toContain(networkOf(elsewhere));
    }),
  );
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["2001:db8:0:7::1", "2001:db8:0:7::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "::1"],
  ["::ffff:c000:207", "::ffff:c000:207"],
  ["64:ff9b::192.0.2.7", "64:ff9b::c000:207"],
  ["unknown", "unknown"],
  ["", ""],
])("%s is counted as %s", (address, counted) => {
  expect(networkOf(address)).toBe(counted);
});

test("no text makes it throw", () => {
  const pieces = fc.array(fc.constantFrom(":", "::", "0", "ffff", "1.2.3.4", "%", "x", "[", "]"));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.ipV6(),
        pieces.map((all) => all.join("")),
      ),
      (text) => {
        const [plain = ""] = text.split("%");
        expect(isIPv6(plain) || networkOf(text) === text).toBe(true);
      },
    ),
  );
});

test("callers are told apart behind a trusted proxy alone", () => {
  const head = new Headers({ "x-forwarded-for": "2001:db8:0:7:1:2:3:4" });
  expect(callerAddress(head)).toBe("direct");
  vi.stubEnv("TRUST_PROXY", "1");
  expect(callerAddress(head)).toBe("2001:db8:0:7::/64");
  expect(callerAddress(new Headers())).toBe("direct");
});
