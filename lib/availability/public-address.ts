import { BlockList, isIPv4, isIPv6 } from "node:net";

// What must never be asked on somebody's behalf: the IANA special-purpose registries (RFC 6890 and later), multicast,
// and addresses that carry another one inside (mapped, translated, 6to4, Teredo), which could hide a private one.
const refused4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
];
// Of IPv6 only global unicast is public at all; within it these are not.
const refused6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"];

const list = (ranges: readonly string[], family: "ipv4" | "ipv6"): BlockList => {
  const blocked = new BlockList();
  for (const range of ranges) {
    const [net = "", bits] = range.split("/");
    blocked.addSubnet(net, Number(bits), family);
  }
  return blocked;
};
const blocked4 = list(refused4, "ipv4");
const blocked6 = list(refused6, "ipv6");
const unicast6 = list(["2000::/3"], "ipv6");

/** Whether an address literal belongs to the open internet, so that asking it cannot reach anything of ours. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !blocked4.check(address, "ipv4");
  // A zone ("fe80::1%eth0") only stands behind link-local addresses.
  if (!isIPv6(address) || address.includes("%")) return false;
  return unicast6.check(address, "ipv6") && !blocked6.check(address, "ipv6");
}
