import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

// Next sends an empty document for a page that throws notFound(): only its scripts show a word.
test("every page for somebody who is signed in can say without JavaScript that there is nothing here", () => {
  const pages = ["family", "practice", "doctor", "admin"].flatMap((area) =>
    readdirSync(`app/${area}`, { recursive: true, encoding: "utf8" })
      .filter((file) => /(^|\/)page\.tsx$/.test(file))
      .map((file) => `app/${area}/${file}`),
  );
  expect(pages.length).toBeGreaterThan(80);
  const bare = pages.filter(
    (file) => !/^export default (\w+P|p)age\(\w+\);$/m.test(readFileSync(file, "utf8")),
  );
  expect(bare, "export default familyPage(Name), practicePage(…) and so on").toEqual([]);
});
