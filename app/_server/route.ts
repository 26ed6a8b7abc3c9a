import type { z } from "zod";
import { hasErrors } from "@/components/ui/form-state";
import type { Actor } from "@/lib/core/actor";
import { httpStatus, Refusal } from "@/lib/core/refusal";
import { databaseIsAway } from "@/lib/work/away";
import type { Command } from "@/lib/work/command";
import { failure, log, logBroken } from "@/lib/work/log";
import type { Query } from "@/lib/work/query";
import type { Sent } from "./action";
import { readForm, readJson } from "./body";
import { callerAddress } from "./caller";
import { assertSameOrigin } from "./origin";
import { say, sayFields } from "./say";

const privately = { "Cache-Control": "private, no-store" };

/** A command as a JSON endpoint for our own pages: same origin, capped body, problem+json refusals. */
export function route<S extends z.ZodType, T>(
  command: Command<S, T>,
  options: { as: () => Promise<Actor | null>; status?: number },
) {
  return (request: Request): Promise<Response> =>
    answering(async () => {
      assertSameOrigin(request.headers);
      const actor = await options.as();
      if (!actor) throw new Refusal("unauthenticated");
      const key = request.headers.get("idempotency-key") ?? undefined;
      const input = (await readJson(request)) as z.input<S>;
      const value = await command(actor, input, { key, ip: callerAddress(request.headers) });
      return Response.json(value ?? null, { status: options.status ?? 200, headers: privately });
    });
}

/** A form of a page as an endpoint: where to go next, or what the form shows (components/ui/quick-form.ts). */
export function form(send: (form: FormData) => Promise<Sent>) {
  return (request: Request): Promise<Response> =>
    answering(async () => {
      assertSameOrigin(request.headers);
      const sent = await send(await readForm(request));
      const [body, status] =
        typeof sent === "string" ? [{ to: sent }, 200] : [sent, hasErrors(sent) ? 422 : 200];
      return Response.json(body, { status, headers: privately });
    });
}

/** A query as a JSON endpoint; its input is the search string, one value per name. */
export function answer<S extends z.ZodType, T>(
  query: Query<S, T>,
  options: { as: () => Promise<Actor | null> },
) {
  return (request: Request): Promise<Response> =>
    answering(async () => {
      const actor = await options.as();
      if (!actor) throw new Refusal("unauthenticated");
      const input = Object.fromEntries(new URL(request.url).searchParams) as z.input<S>;
      return Response.json(await query(actor, input), { headers: privately });
    });
}

/** For the methods that an endpoint does not take: Next's own 405 says nothing. */
export async function notThisWay(): Promise<Response> {
  return problem(405, { code: "method", detail: await say({ key: "edge:refused.405" }) });
}

/** Runs a handler; a refusal becomes problem+json (RFC 9457), a bug a 500 with a reference number. */
export async function answering(handler: () => Promise<Response>): Promise<Response> {
  try {
    return await handler();
  } catch (error) {
    if (databaseIsAway(error)) {
      log("warn", "database away", failure(error));
      return problem(503, { code: "away", detail: await say({ key: "errors:away" }) }, soon);
    }
    if (!(error instanceof Refusal)) {
      const reference = logBroken(error);
      return problem(500, {
        code: "broken",
        detail: await say({ key: "errors:broken", params: { reference } }),
        reference,
      });
    }
    const wait = error.facts.seconds;
    return problem(
      httpStatus[error.code],
      {
        code: error.code,
        detail: await say(error.say),
        fields: await sayFields(error.fields),
        ...error.facts,
      },
      typeof wait === "number"
        ? { "Retry-After": String(wait) }
        : httpStatus[error.code] === 503
          ? soon
          : {},
    );
  }
}

const soon = { "Retry-After": "5" };
const problem = (
  status: number,
  body: Record<string, unknown>,
  head: Record<string, string> = {},
) =>
  Response.json(
    { status, ...body },
    { status, headers: { ...privately, ...head, "Content-Type": "application/problem+json" } },
  );
