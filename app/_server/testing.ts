import {
  type WorkStore,
  workAsyncStorage,
} from "next/dist/server/app-render/work-async-storage.external";
import {
  type RequestStore,
  workUnitAsyncStorage,
} from "next/dist/server/app-render/work-unit-async-storage.external";
import { HeadersAdapter } from "next/dist/server/web/spec-extension/adapters/headers";
import { RequestCookiesAdapter } from "next/dist/server/web/spec-extension/adapters/request-cookies";
import { RequestCookies, ResponseCookies } from "next/dist/server/web/spec-extension/cookies";

/** The address of the product in tests of what stands around Next: a process has one gate. */
export const home = "https://book.example.org";

/** Runs an action or a route as Next does: within a request, whose headers and cookies it asks for. */
export function inRequest<T>(head: Headers, run: () => T): T {
  const cookies = new RequestCookies(head);
  const answer = new ResponseCookies(new Headers());
  for (const one of cookies.getAll()) answer.set(one);
  const request: Partial<RequestStore> = {
    ...{ type: "request", phase: "action", headers: HeadersAdapter.seal(head) },
    cookies: RequestCookiesAdapter.seal(cookies),
    ...{ mutableCookies: answer, userspaceMutableCookies: answer },
  };
  const work: Partial<WorkStore> = { route: "/", forceStatic: false };
  return workAsyncStorage.run(work as WorkStore, () =>
    workUnitAsyncStorage.run(request as RequestStore, run),
  );
}
