import { appendFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { clockChanges, everyZone, proveZones } from "@/lib/availability/zones-proof";
import { attemptsOf, CROWD, MODEL_WORLDS } from "./batch";
import { concurrentWorld, deadlocks } from "./concurrent";
import { type ProofServer, proofServer } from "./database";
import { firstSlotsOf, noSlots } from "./first-slot";
import { emptyTally, failureOf, sequentialRun, type Tally } from "./sequential";

/** `npm run prove:booking`: the long runs. The first counterexample ends it, with what repeats it. */
const { values } = parseArgs({
  options: {
    attempts: { type: "string", default: "1000000" },
    worlds: { type: "string", default: "1000" },
    zones: { type: "string", default: "all" },
    minutes: { type: "string", default: "600" },
    seed: { type: "string", default: String(1 + Math.floor(Math.random() * 2_000_000_000)) },
    /** Batches of attempts that are done already. */
    from: { type: "string", default: "0" },
    only: { type: "string", default: "attempts,first,zones" },
    /** One part of a failure again. */
    path: { type: "string" },
    "replay-path": { type: "string" },
    crowd: { type: "string" },
    first: { type: "string" },
    /** Where the lines of the table go. */
    rows: { type: "string" },
  },
});
const seed = Number(values.seed);
const only = new Set(values.only.split(","));
const began = performance.now();
const until = began + Number(values.minutes) * 60_000;
const inTime = (): boolean => performance.now() < until;

const BATCH = 20_000;
const COUNTRIES = ["GB", "US", "IE", "CA"] as const;
const count = (n: number): string => n.toLocaleString("en-GB");

function counterexample(what: string, replay: string): never {
  throw new Error(`COUNTEREXAMPLE\n${what}\n\nAgain: npm run prove:booking -- ${replay}`);
}
function row(what: string, found: string, since: number): void {
  const line = { what, found, seed, seconds: Math.round((performance.now() - since) / 1000) };
  if (values.rows) appendFileSync(values.rows, `${JSON.stringify(line)}\n`);
  console.log(`${what}: ${found} (seed ${seed}, ${line.seconds} s)`);
}

type Part = { n: number; size: number; model: Tally; crowd: Tally };
/** One batch in a fresh database. */
const batch = (server: ProofServer, { n, size, model, crowd }: Part): Promise<number> =>
  server.fresh(async (owner) => {
    const own = seed + n * 1_000_003;
    const wrong = await attemptsOf(owner, {
      seed: own,
      attempts: size,
      model,
      crowd,
      goOn: inTime,
    });
    if (wrong) counterexample(wrong.what, wrong.again);
    return deadlocks(owner);
  });

async function attempts(server: ProofServer): Promise<void> {
  const since = performance.now();
  const wanted = Number(values.attempts);
  const [model, crowd] = [emptyTally(), emptyTally()];
  let locked = 0;
  const all = () => model.attempts + crowd.attempts;
  for (let n = Number(values.from); all() < wanted && inTime(); n += 1) {
    const size = Math.min(BATCH, wanted - all());
    locked += await batch(server, { n, size, model, crowd });
    const seconds = (performance.now() - since) / 1000;
    console.log(
      `  ${count(all())} of ${count(wanted)} attempts, ${(all() / seconds).toFixed(0)}/s, deadlocks ${locked}; go on after this: --seed=${seed} --from=${n + 1}`,
    );
    if (locked > 0)
      counterexample(
        `${locked} deadlocks\n${server.waits()}`,
        `--only=attempts --seed=${seed} --from=${n}`,
      );
  }
  const told = ({ attempts: n, done, refused, worlds }: Tally) =>
    `${count(n)} attempts in ${count(worlds)} practices (${count(done)} done, ${count(refused)} refused)`;
  row("one after another, as the model says", `${told(model)}: 0 differences, 0 findings`, since);
  row("many at once", `${told(crowd)}: 0 overlaps, 0 findings, 0 deadlocks, 0 faults`, since);
}

async function again(server: ProofServer): Promise<void> {
  await server.fresh(async (owner) => {
    const tally = emptyTally();
    if (values.crowd !== undefined) {
      const wrong = await concurrentWorld(owner, { seed: values.crowd, attempts: CROWD, tally });
      console.log(
        wrong.length > 0
          ? wrong.join("\n")
          : "Nothing found this time: who is first is not from the seed.",
      );
    } else if (values.first !== undefined) {
      const wrong = await firstSlotsOf(owner, {
        seed: values.first,
        country: "GB",
        tally: noSlots(),
      });
      console.log(wrong.length > 0 ? wrong.join("\n") : "Every time could be booked.");
    } else {
      const replay = { seed, path: values.path, replayPath: values["replay-path"] };
      console.log(
        failureOf(await sequentialRun(owner, { ...replay, worlds: MODEL_WORLDS, tally })) ??
          "It holds.",
      );
    }
  });
}

async function firstTimes(server: ProofServer): Promise<void> {
  const since = performance.now();
  const tally = noSlots();
  const wanted = Number(values.worlds);
  await server.fresh(async (owner) => {
    let next = 0;
    const lane = async (country: string): Promise<void> => {
      while (next < wanted && inTime()) {
        const name = `${seed} ${next++}`;
        const wrong = await firstSlotsOf(owner, { seed: name, country, tally });
        if (wrong.length > 0) counterexample(wrong.join("\n"), `--only=first --first="${name}"`);
        if (next % 100 === 0) console.log(`  ${next} of ${wanted} random practices`);
      }
    };
    await Promise.all(COUNTRIES.map(lane));
  });
  const pages = [...tally.byPage].map(([page, n]) => `${page} ${n}`).join(", ");
  row(
    "the first time shown anywhere can be booked",
    `${count(tally.worlds)} random practices (${tally.empty} with nothing free), ${count(tally.booked)} of ${count(tally.shown)} first times booked: ${pages}`,
    since,
  );
}

function zones(): void {
  if (values.zones === "none") return;
  const since = performance.now();
  const list = values.zones === "all" ? everyZone() : values.zones.split(",");
  let told = performance.now();
  const proof = proveZones({
    zones: list,
    fromYear: 2024,
    toYear: 2035,
    seed,
    plans: 3,
    goOn: inTime,
    progress: (done, zone) => {
      if (performance.now() - told < 15_000) return;
      told = performance.now();
      console.log(
        `  ${done.zones} of ${list.length} zones, ${count(done.zoneDays)} zone-days, at ${zone}`,
      );
    },
  });
  const [wrong] = proof.examples;
  if (wrong)
    counterexample(
      JSON.stringify(proof.examples),
      `--only=zones --zones=${wrong.zone} --seed=${seed}`,
    );
  const changing = list.filter((zone) => clockChanges(zone, 2024, 2035).length > 0).length;
  row(
    "slots against a walk over every minute",
    `${proof.zones} of ${list.length} zones, ${changing} of them with changes of the clocks 2024-2035, ${count(proof.zoneDays)} zone-days, ${count(proof.questions)} questions, ${count(proof.slots)} slots: ${proof.wrong} wrong (process in ${process.env.TZ ?? "its own zone"})`,
    since,
  );
}

const replays = values.path ?? values.crowd ?? values.first;
const server = only.has("attempts") || only.has("first") ? await proofServer() : undefined;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => {
    // Attempts that are under way break with the database; nobody waits for them any more.
    for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, () => {});
    void (server?.stop() ?? Promise.resolve()).finally(() => process.exit(130));
  });
try {
  if (server && replays !== undefined) await again(server);
  else {
    if (server && only.has("attempts")) await attempts(server);
    if (server && only.has("first")) await firstTimes(server);
    if (only.has("zones")) zones();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await server?.stop();
}
