import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";

/** So many families who send the form of the details page for one and the same time, all at once, as browsers do. */
export type Race = {
  /** The time they all want. */
  start: string;
  won: number;
  told: number;
  faults: string[];
  seconds: number;
  /** What one of those who lost was told. */
  words: string;
};
export type Wanted = { origin: string; slug: string; families: number; longest?: number };

const entities: Record<string, string> = { quot: '"', amp: "&", lt: "<", gt: ">", "#x27": "'" };
const plain = (text: string): string =>
  text.replace(/&(quot|amp|lt|gt|#x27);/g, (_, name: string) => entities[name] ?? "");

/** The hidden fields of a page's form for a time, with the first time chosen where none is. */
function fieldsOf(html: string): Map<string, string> {
  const forms = [...html.matchAll(/<form\b.*?<\/form>/gs)].map(([form]) => form);
  const form = forms.find((each) => each.includes('name="start"') && each.includes("$ACTION_"));
  if (!form) throw new Error("the page has no form for a time");
  const fields = new Map<string, string>();
  for (const [input] of form.matchAll(/<input\b[^>]*>/g)) {
    const told = (name: string) => plain(new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? "");
    const chosen = / checked\b/.test(input) || told("name") === "start";
    const sent = told("type") === "hidden" || (told("type") === "radio" && chosen);
    if (sent && told("name") && !fields.has(told("name"))) fields.set(told("name"), told("value"));
  }
  return fields;
}

/** A browser's way to the details of one lesson; what it found there is all that a family sends. */
async function detailsOf({ origin, slug }: Wanted) {
  const page = await (await fetch(`${origin}/p/${slug}`)).text();
  const times = new RegExp(`/p/${slug}/book/[\\w-]{36}`).exec(page)?.[0];
  if (!times) throw new Error(`the page of ${slug} has no lesson`);
  const picked = new FormData();
  const chosen = fieldsOf(await (await fetch(`${origin}${times}`)).text());
  for (const [name, value] of chosen) picked.set(name, value);
  const held = await fetch(`${origin}${times}`, {
    method: "POST",
    body: picked,
    headers: { origin },
    redirect: "manual",
  });
  const cookie = held.headers.getSetCookie().find((one) => one.startsWith("hold="));
  const to = held.headers.get("location") ?? "";
  if (!cookie || !to.includes("/details"))
    throw new Error(`no time was held: ${held.status} ${to}`);
  const details = new URL(to, origin);
  const headers = { cookie: cookie.split(";")[0] ?? "" };
  const fields = fieldsOf(await (await fetch(details, { headers })).text());
  for (const name of [...fields.keys()]) if (name.startsWith("$ACTION")) fields.delete(name);
  const service = fields.get("serviceId") ?? "";
  const answer = await fetch(`${origin}/api/live/slots?service=${service}&days=60`);
  const { slots = [] } = (await answer.json()) as { slots?: number[] };
  // Differences of minutes; the last one is far from what other stories take.
  const last = slots.reduce((sum, step) => sum + step, 0);
  return { fields, start: new Date(last * 60_000).toISOString() };
}

/** The form of one family, as a page with scripts sends it. */
function bodyOf(fields: ReadonlyMap<string, string>, family: number, start: string): FormData {
  const body = new FormData();
  const told: Record<string, string> = {
    ...Object.fromEntries(fields),
    key: randomUUID(),
    start,
    "guest.name": `Ana ${family}`,
    "guest.email": `race-${randomUUID().slice(0, 8)}@example.com`,
    "babies.0.firstName": "Mila",
    "babies.0.bornOn.day": "24",
    "babies.0.bornOn.month": "8",
    "babies.0.bornOn.year": "2026",
    "babies.0.born.early": "no",
    visitAddress: "1 Redland Road, Bristol BS6 6AA",
  };
  for (const [name, value] of Object.entries(told)) body.set(name, value);
  return body;
}

export async function race(wanted: Wanted): Promise<Race> {
  const { origin, families } = wanted;
  const { fields, start } = await detailsOf(wanted);
  const ready = await Promise.all(
    Array.from({ length: families }, async (_, family) => {
      const packed = new Response(bodyOf(fields, family, start));
      const type = packed.headers.get("content-type") ?? "";
      return { type, body: Buffer.from(await packed.arrayBuffer()), family };
    }),
  );
  const agent = new Agent({ keepAlive: true, maxSockets: families });
  const { hostname, port } = new URL(origin);
  const send = ({ type, body, family }: (typeof ready)[number]) =>
    new Promise<{ status: number; text: string }>((resolve) => {
      const asked = request(
        {
          agent,
          hostname,
          port,
          path: "/api/book",
          method: "POST",
          headers: {
            origin,
            "content-type": type,
            "content-length": body.length,
            // Each from an address of its own, which counts where a proxy is trusted.
            "x-forwarded-for": `10.${family >> 8}.${family & 255}.1`,
          },
        },
        (answer) => {
          let text = "";
          answer.setEncoding("utf8").on("data", (part) => {
            text += part;
          });
          answer.on("end", () => {
            resolve({ status: answer.statusCode ?? 0, text });
          });
        },
      );
      asked.on("error", (error) => resolve({ status: 0, text: error.message }));
      asked.end(body);
    });
  const begun = performance.now();
  const answers = await Promise.all(ready.map(send));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();

  const booked = answers.filter(
    ({ status, text }) => status === 200 && /^\{"to":"\/booking\/[\w-]{43}"\}$/.test(text),
  );
  const lost = answers.filter(
    ({ status, text }) => status === 422 && text.includes("was just taken"),
  );
  const faults = answers
    .filter((one) => !lost.includes(one) && !booked.includes(one))
    .map(({ status, text }) => `${status} ${text.slice(0, 300)}`);
  const words = /[^"]*was just taken[^"]*/.exec(lost[0]?.text ?? "")?.[0] ?? "";
  return { start, won: booked.length, told: lost.length, faults, seconds, words };
}
