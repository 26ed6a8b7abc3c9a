import { describe, expect, test } from "vitest";
import british from "@/messages/en-GB/safety.json";
import words from "@/messages/en-US/safety.json";
import {
  BABY_CUES,
  CAUTIONS,
  EMERGENCY_LINES,
  OILS,
  PRE_CHECK_LIST,
  RED_FLAGS,
  TALK_CUES,
  TOUCH_ADVICE,
} from "./advice";
import { RULES } from "./catalogue";
import { BODY_PARTS, ESCALATIONS, FINDINGS, GRADES, PRE_CHECKS, RULE_IDS } from "./schema";

type Tree = { [key: string]: string | Tree };
const us: Tree = words;
const gb: Tree = british;
const at = (tree: Tree, path: string): string | Tree | undefined =>
  path
    .split(".")
    .reduce<string | Tree | undefined>(
      (here, key) => (typeof here === "object" ? here[key] : undefined),
      tree,
    );
const leaves = (tree: Tree, path = ""): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [path + key] : leaves(value, `${path}${key}.`),
  );
const needs = (keys: string[]) =>
  expect(keys.filter((key) => typeof at(us, key) !== "string" || at(us, key) === "")).toEqual([]);

describe("the catalogue", () => {
  test("every statement names its source and who made it", () => {
    const all = [
      ...RULES,
      ...PRE_CHECK_LIST,
      ...BABY_CUES,
      ...TALK_CUES,
      ...TOUCH_ADVICE,
      ...CAUTIONS,
      ...OILS,
      ...RED_FLAGS,
    ];
    expect(all.filter((each) => each.source.trim().length < 4)).toEqual([]);
    expect(all.filter((each) => each.origin !== "article" && each.origin !== "editor")).toEqual([]);
    const fromArticle = all.filter((each) => each.origin === "article");
    expect(fromArticle.filter((each) => !each.source.includes("article"))).toEqual([]);
  });
  test("every rule once, every finding under exactly one rule", () => {
    expect(RULES.map((rule) => rule.id).sort()).toEqual([...RULE_IDS].sort());
    expect(RULES.flatMap((rule) => [...rule.findings]).sort()).toEqual([...FINDINGS].sort());
    for (const rule of RULES)
      expect(
        Object.keys(rule.effects ?? {}).filter(
          (id) => !(rule.findings as readonly string[]).includes(id),
        ),
      ).toEqual([]);
  });
  test("a wait has a floor that it never goes under; a local rule leaves something out", () => {
    for (const rule of RULES) {
      if (rule.wait) expect(rule.wait.hours).toBeGreaterThanOrEqual(rule.wait.floor);
      if (rule.grade === "local") expect(rule.effects).toBeDefined();
    }
  });
  test("the pre-checks are complete and in the order the page shows them", () => {
    expect(PRE_CHECK_LIST.map((check) => check.key)).toEqual([...PRE_CHECKS]);
  });
  test("emergency lines are numbers", () => {
    for (const line of Object.values(EMERGENCY_LINES)) expect(line?.emergency).toMatch(/^\d{3}$/);
  });
});

describe("its words", () => {
  test("nothing in the data lacks a message", () => {
    needs(GRADES.flatMap((id) => [`grades.${id}.label`, `grades.${id}.sentence`]));
    needs(RULES.flatMap((rule) => [`rules.${rule.id}.label`, `rules.${rule.id}.sentence`]));
    const byDoctor = RULES.filter((rule) => rule.grade.endsWith("clearance"));
    needs(byDoctor.map((rule) => `rules.${rule.id}.care`));
    needs(FINDINGS.map((id) => `findings.${id}`));
    needs(["doctor.label", "doctor.limits", "doctor.not_advised"]);
    needs(BODY_PARTS.map((id) => `parts.${id}`));
    needs(
      PRE_CHECKS.flatMap((id) => [
        `preChecks.${id}.prompt`,
        `preChecks.${id}.hint`,
        `start.check.${id}`,
      ]),
    );
    needs(PRE_CHECK_LIST.map((check) => `preChecks.groups.${check.group}`));
    needs(RED_FLAGS.map((flag) => `redFlags.${flag.key}`));
    needs(ESCALATIONS.filter((id) => id !== "none").map((id) => `escalate.${id}`));
    needs(
      ["stop", "stop_until_clearance", "clearance", "wait", "feed_unknown", "feed_wait"].map(
        (id) => `start.${id}`,
      ),
    );
    needs(["massage", "hold_and_wait", "learn_on_doll", "none"].map((id) => `modes.${id}`));
  });
  test("no message is left over from a rule or finding that is gone", () => {
    expect(Object.keys(words.rules).sort()).toEqual([...RULE_IDS].sort());
    expect(Object.keys(words.findings).sort()).toEqual([...FINDINGS].sort());
  });
  test("British English holds only what differs", () => {
    expect(
      leaves(gb).filter((key) => typeof at(us, key) !== "string" || at(us, key) === at(gb, key)),
    ).toEqual([]);
    expect(
      leaves(us).filter((key) =>
        /diaper|diarrhea|color|\bpoop/i.test(String(at(gb, key) ?? at(us, key))),
      ),
    ).toEqual([]);
  });
  test("calm: no exclamation marks, no claims, only {name} and what the code fills in", () => {
    for (const tree of [us, gb])
      for (const key of leaves(tree)) {
        const text = String(at(tree, key));
        expect([key, text]).not.toEqual([
          key,
          expect.stringMatching(/!|\b(cures?|treat\w*|patients?|should)\b/i),
        ]);
        const params = [...text.matchAll(/\{(\w+)/g)].map((found) => found[1]);
        expect(
          params.filter(
            (name) => !["name", "minutes", "time", "urgent", "emergency"].includes(name ?? ""),
          ),
        ).toEqual([]);
        expect(text.match(/'/)).toBeNull();
      }
  });
});
