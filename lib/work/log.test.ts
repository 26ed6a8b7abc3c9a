import { expect, test } from "vitest";
import { failure, type LogFields, log, makeLogger, permitted, withoutValues } from "./log";

const secret = "ZZPHI Mila born at 33 weeks";
const written = (fields: LogFields): string => {
  let line = "";
  const write = (text: string) => {
    line += text;
  };
  log("error", "broken", fields, makeLogger({ write }));
  return line;
};

/** As postgres.js throws it and Drizzle wraps it: statement, parameters and the whole row in reach of a logger. */
function driverError(): Error {
  const row = Object.assign(new Error(`duplicate key value (${secret})`), {
    name: "PostgresError",
    code: "23505",
    constraint_name: "babies_pkey",
    detail: `Key (first_name)=(${secret}) already exists.`,
    where: secret,
    parameters: [secret],
  });
  return Object.assign(
    new Error(`Failed query: insert\nparams: ${secret}\n at ${secret}`, { cause: row }),
    {
      query: "insert",
      params: [secret],
    },
  );
}

test("a database error becomes its code and constraint", () => {
  const fields = failure(driverError());
  expect(fields).toMatchObject({
    error: "Error",
    causes: "PostgresError",
    code: "23505",
    constraint: "babies_pkey",
  });
  expect(written(fields)).not.toContain("ZZPHI");
  expect(fields.at?.some((at) => at.includes("log.test.ts"))).toBe(true);
});

test("a cleaned error holds no value anywhere", () => {
  const clean = withoutValues(driverError());
  expect(clean.message).toBe("database error 23505 babies_pkey");
  expect(clean.cause).toBeUndefined();
  expect(`${clean.stack} ${JSON.stringify(clean)}`).not.toContain("ZZPHI");
  expect(clean.stack).toContain("log.test.ts");
});

test("only listed fields are written, and only if they look like names, codes or numbers", () => {
  const fields = permitted({
    operation: "booking.book",
    userId: "0199c0de-0000-7000-8000-000000000001",
    ms: 12.5,
    note: secret,
    code: secret,
    status: Number.NaN,
    actor: { name: secret },
    at: [secret, "at run (/lib/work/command.ts:10:5)"],
  });
  expect(fields).toEqual({
    operation: "booking.book",
    userId: "0199c0de-0000-7000-8000-000000000001",
    ms: 12.5,
    code: "[withheld]",
    at: ["at run (/lib/work/command.ts:10:5)"],
  });
});

test("a line is one JSON object with time and event", () => {
  expect(JSON.parse(written({ operation: "a.b", ms: 3 }))).toMatchObject({
    event: "broken",
    operation: "a.b",
    ms: 3,
    time: expect.stringMatching(/^\d{4}-/),
  });
});

test("whatever is thrown can be told", () => {
  for (const thrown of [undefined, null, "text", 7, { message: secret }, new Error("")])
    expect(JSON.stringify(failure(thrown))).not.toContain("ZZPHI");
  const circle = new Error("round");
  circle.cause = circle;
  expect(failure(circle).error).toBe("Error");
});
