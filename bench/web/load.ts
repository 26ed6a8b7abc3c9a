import autocannon from "autocannon";
import { cpuOf } from "../cpu";
import { median, type Sample } from "../harness";

export type Target = { url: string; pid: number; headers?: Record<string, string> };
export type Loaded = Sample & { perSecond: number };

/** Loads the targets in turn, again and again. `cpu` is what a request cost the server's process, in ms. */
export async function loaded<Name extends string>(
  targets: Record<Name, Target>,
  connections: number,
  { rounds = 3, seconds = 3 } = {},
): Promise<Record<Name, Loaded>> {
  const names = Object.keys(targets) as Name[];
  const found = new Map<Name, Loaded[]>(names.map((name) => [name, []]));
  for (const name of names) await loadOnce(targets[name], connections, 2);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names)
      found.get(name)?.push(await loadOnce(targets[name], connections, seconds));
  }
  const summed = names.map((name) => [name, middle(found.get(name) ?? [])] as const);
  return Object.fromEntries(summed) as Record<Name, Loaded>;
}

export async function loadOnce(
  target: Target,
  connections: number,
  seconds: number,
): Promise<Loaded> {
  const before = cpuOf(target.pid);
  const begun = performance.now();
  const { requests, latency, non2xx, errors, ...result } = await autocannon({
    url: target.url,
    connections,
    duration: seconds,
    ...(target.headers && { headers: target.headers }),
  });
  const good = result["2xx"];
  if (non2xx > 0 || errors > 0 || good === 0)
    throw new Error(`${target.url}: ${good} answers, ${non2xx} refused, ${errors} errors`);
  return {
    median: latency.p50,
    p99: latency.p99,
    cpu: (cpuOf(target.pid) - before) / requests.total,
    calls: good,
    perSecond: (good / (performance.now() - begun)) * 1000,
  };
}

function middle(rounds: readonly Loaded[]): Loaded {
  const of = (key: keyof Loaded): number => median(rounds.map((round) => round[key]));
  const calls = rounds.reduce((sum, round) => sum + round.calls, 0);
  return {
    median: of("median"),
    p99: of("p99"),
    cpu: of("cpu"),
    perSecond: of("perSecond"),
    calls,
  };
}
