import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import words from "@/messages/en-US/ui.json";
import { TextArea } from "./field";
import { FormContext, type FormWords } from "./form-context";
import { FormProblem } from "./form-problem";
import type { FormState } from "./form-state";
import { sendQuickly } from "./quick-form";

const formWords = {
  ...words.form,
  ...{ dateOrder: ["day", "month", "year"], corrected: "", beforeDue: "" },
} satisfies FormWords;

const shown = (state: FormState) =>
  renderToStaticMarkup(
    <FormContext value={{ id: "f", state, words: formWords, pending: false }}>
      <FormProblem id="f" state={state} words={formWords} />
      <TextArea name="words" label="Addendum" />
    </FormContext>,
  );

test("a session that ended: the form keeps what was typed, and signing in opens beside it", () => {
  const html = shown({
    message: "Sign in to go on.",
    values: { words: "He slept through." },
    signedOut: true,
  });
  expect(html).toContain(">He slept through.</textarea>");
  expect(html).toContain(words.form.signedOut);
  expect(html).not.toContain("Sign in to go on.");
  expect(html).toMatch(/<a href="\/sign-in" target="_blank" rel="noreferrer">/);
});

test("any other refusal is said in its own words, without a way out of the page", () => {
  const html = shown({ message: "This note is signed.", values: { words: "He slept." } });
  expect(html).toContain("This note is signed.");
  expect(html).not.toContain("/sign-in");
});

test("a form that is sent to an endpoint learns the same from its answer", async () => {
  const server = createServer((_, response) => {
    response.writeHead(401, { "Content-Type": "application/problem+json" });
    response.end(JSON.stringify({ status: 401, detail: "Sign in to go on." }));
  });
  await new Promise<void>((ready) => {
    server.listen(0, "127.0.0.1", ready);
  });
  const data = new FormData();
  data.append("note", "Kept");
  const { port } = server.address() as AddressInfo;
  const said = await sendQuickly(`http://127.0.0.1:${port}/`, data, "");
  server.close();
  expect(said).toEqual({
    message: "Sign in to go on.",
    values: { note: "Kept" },
    signedOut: true,
  });
});
