import fc from "fast-check";
import { expect, test } from "vitest";
import { isPublicAddress } from "./public-address";

test.each([
  ...["127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "100.64.0.1", "169.254.169.254"],
  ...["172.16.0.1", "172.31.255.255", "192.168.1.1", "198.18.0.1", "224.0.0.1", "255.255.255.255"],
  ...["::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1"],
  ...["fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2002:7f00:1::"],
  ...["2001::1", "2001:db8::1", "100::1", "localhost", "", "1", "0x7f.1", "127.1", "[::1]"],
])("%s is not public", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  "8.8.8.8",
  "1.1.1.1",
  "172.15.255.255",
  "172.32.0.1",
  "2606:4700::1111",
  "2a00:1450::1",
])("%s is public", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test("no private IPv4 address gets through in any IPv6 coat", () => {
  const bytes = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
  fc.assert(
    fc.property(bytes, fc.constantFrom("::ffff:", "::", "64:ff9b::", "::ffff:0:"), (ip, coat) => {
      expect(isPublicAddress(coat + ip.join("."))).toBe(false);
    }),
  );
});
