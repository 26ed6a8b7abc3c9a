import { expect, test } from "vitest";
import { inRequest } from "@/app/_server/testing";
import { testDatabase } from "@/db/testing/database";
import { makePractice } from "@/db/testing/world";
import { openPass } from "@/lib/booking/pass";
import { makeFeed } from "@/lib/documents/feed.write";
import { GET } from "./route";

const db = testDatabase();
const ask = (token: string) => {
  const request = new Request(`http://localhost:3000/api/calendar/${token}.ics`);
  return inRequest(request.headers, () =>
    GET(request, { params: Promise.resolve({ token: `${token}.ics` }) }),
  );
};

test("nobody who asks for made-up calendars keeps others from reading their own", async () => {
  const { pass } = await makeFeed((await makePractice(db.owner)).staff(), {});
  for (let i = 0; i < 610; i++) expect((await ask("x".repeat(43))).status).toBe(404);
  const own = await ask(openPass(pass));
  expect(own.status).toBe(200);
  expect(await own.text()).toContain("BEGIN:VCALENDAR");
});

test("one calendar is read so often an hour, and no oftener", async () => {
  const { pass } = await makeFeed((await makePractice(db.owner)).staff(), {});
  for (let i = 0; i < 120; i++) expect((await ask(openPass(pass))).status).toBe(200);
  const refused = await ask(openPass(pass));
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
});
