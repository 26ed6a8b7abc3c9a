/** How a family speaks of somebody: "Rosa" of "Rosa Calder", the whole name where it begins with a title. */
export function callName(name: string): string {
  if (/^(dr|prof|mr|mrs|ms|miss|mx)\.?\s/i.test(name)) return name;
  return name.split(/\s+/)[0] || name;
}
