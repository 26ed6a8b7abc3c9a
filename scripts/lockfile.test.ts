import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { complete, type LockFile, missingOptional } from "./complete-lockfile.mjs";

const lock: LockFile = JSON.parse(
  readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"),
);

test("the lock holds every optional package of every platform: `npm ci` refuses it otherwise", () => {
  expect(missingOptional(lock.packages).map(({ key, name }) => `${key} -> ${name}`)).toEqual([]);
});

test("the lock names no download address: each machine asks its own registry", () => {
  const addressed = Object.entries(lock.packages).filter(([, entry]) => entry.resolved);
  expect(addressed.map(([key]) => key)).toEqual([]);
});

test("the lock holds nothing that npm would not install", () => {
  const extraneous = Object.entries(lock.packages).filter(([, entry]) => entry.extraneous);
  expect(extraneous.map(([key]) => key)).toEqual([]);
});

test("a missing package is added beside its parent, for its platform only", () => {
  const parent = { dev: true, optionalDependencies: { "@tool/linux-x64-musl": "1.2.3" } };
  const { lock: whole, added } = complete({ packages: { "node_modules/tool": parent } });
  expect(added).toEqual(["@tool/linux-x64-musl@1.2.3"]);
  expect(whole.packages["node_modules/@tool/linux-x64-musl"]).toEqual({
    version: "1.2.3",
    cpu: ["x64"],
    dev: true,
    libc: ["musl"],
    optional: true,
    os: ["linux"],
  });
});

test("where another version stands beside the parent, the package goes below it", () => {
  const packages = {
    "node_modules/@tool/darwin-arm64": { version: "1.0.0" },
    "node_modules/other/node_modules/tool": {
      optionalDependencies: { "@tool/darwin-arm64": "2.0.0" },
    },
    "node_modules/tool": { optionalDependencies: { "@tool/darwin-arm64": "1.5.0" } },
  };
  const { packages: whole } = complete({ packages }).lock;
  expect(whole["node_modules/@tool/darwin-arm64"]?.version).toBe("1.0.0");
  expect(whole["node_modules/tool/node_modules/@tool/darwin-arm64"]?.version).toBe("1.5.0");
  expect(whole["node_modules/other/node_modules/@tool/darwin-arm64"]?.version).toBe("2.0.0");
});

test("download addresses and extraneous packages are removed, integrity stays", () => {
  const { packages } = complete({
    packages: {
      "node_modules/a": { version: "1.0.0", resolved: "https://example.org/a.tgz", integrity: "x" },
      "node_modules/b": { version: "1.0.0", extraneous: true },
    },
  }).lock;
  expect(packages).toEqual({ "node_modules/a": { version: "1.0.0", integrity: "x" } });
});
