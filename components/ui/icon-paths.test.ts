import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { iconPaths } from "./icon-paths";

type Node = [tag: string, attributes: Record<string, string>];

const number = "-?(?:\\d*\\.)?\\d+";
// A path that begins with a relative move must not continue where the one before it ended.
const leading = new RegExp(`^m\\s*(${number})[\\s,]*(${number})\\s*(.*)$`, "s");

function outline([tag, at]: Node): string {
  const value = (name: string): number => Number(at[name] ?? 0);
  const short = (n: number): string => String(Math.round(n * 1000) / 1000);
  const ellipse = (cx: number, cy: number, rx: number, ry: number): string =>
    `M${short(cx - rx)} ${short(cy)}a${rx} ${ry} 0 1 0 ${short(2 * rx)} 0a${rx} ${ry} 0 1 0 ${short(-2 * rx)} 0`;
  switch (tag) {
    case "path": {
      const d = at.d ?? "";
      const found = leading.exec(d);
      if (!found) return d;
      const rest = found[3] ?? "";
      return `M${found[1]} ${found[2]}${/^[-.\d]/.test(rest) ? "l" : ""}${rest}`;
    }
    case "circle":
      return ellipse(value("cx"), value("cy"), value("r"), value("r"));
    case "ellipse":
      return ellipse(value("cx"), value("cy"), value("rx"), value("ry"));
    case "line":
      return `M${at.x1} ${at.y1}L${at.x2} ${at.y2}`;
    case "polyline":
      return `M${at.points}`;
    case "polygon":
      return `M${at.points}z`;
    case "rect": {
      const r = value("rx") || value("ry");
      const [w, h] = [short(value("width") - 2 * r), short(value("height") - 2 * r)];
      const corner = (x: number, y: number): string => (r ? `a${r} ${r} 0 0 1 ${x} ${y}` : "");
      return `M${short(value("x") + r)} ${at.y ?? 0}h${w}${corner(r, r)}v${h}${corner(-r, r)}h-${w}${corner(-r, -r)}v-${h}${corner(r, -r)}z`;
    }
    default:
      throw new Error(`An icon with <${tag}>`);
  }
}

const folder = "node_modules/lucide-react/dist/esm/icons";

/** Lucide keeps an icon's earlier names as files that point to the new one. */
async function drawing(name: string): Promise<Node[]> {
  const path = join(process.cwd(), folder, `${name}.mjs`);
  const file: { __iconData?: { node: Node[] } } & object = await import(pathToFileURL(path).href);
  if (file.__iconData) return file.__iconData.node;
  const newName = /from '\.\/([\w-]+)\.mjs'/.exec(readFileSync(path, "utf8"))?.[1];
  if (!newName) throw new Error(`No drawing in ${path}`);
  return drawing(newName);
}

/** To add a picture, add its lucide name with an empty string there and paste what this test expects. */
test.each(Object.entries(iconPaths))("%s is lucide's drawing", async (name, d) => {
  expect(d).toBe((await drawing(name)).map(outline).join(""));
});
