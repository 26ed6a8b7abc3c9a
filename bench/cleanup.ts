type Ending = () => Promise<void> | void;
const endings = new Set<Ending>();
let over: Promise<void> | undefined;

/** Keeps `ending` for the end of the run, however it ends; the answer runs it now, once. */
export function atTheEnd(ending: Ending): () => Promise<void> {
  endings.add(ending);
  return async () => {
    if (endings.delete(ending)) await ending();
  };
}

/** Nothing more may be started once the run is ending: nobody would be left to end it. */
export function assertRunning(): void {
  if (over) throw new Error("the run is ending");
}

/** The latest first: what was started upon something else ends before it. One that fails keeps no other from ending. */
export function endEverything(): Promise<void> {
  over ??= endAll();
  return over;
}

async function endAll(): Promise<void> {
  for (const ending of [...endings].reverse()) {
    endings.delete(ending);
    try {
      await ending();
    } catch (error) {
      console.error(error);
    }
  }
}

/** However the process is told to end, or breaks: first everything that it started. */
export function endWithTheProcess(): void {
  const end = (code: number) => {
    if (!over) void endEverything().then(() => process.exit(code));
  };
  // `on`, not `once`: a terminal's Ctrl-C comes twice, from itself and from scripts/bench.mjs.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end(130));
  for (const event of ["uncaughtException", "unhandledRejection"] as const)
    process.on(event, (error: unknown) => {
      if (!over) console.error(error);
      end(1);
    });
}
