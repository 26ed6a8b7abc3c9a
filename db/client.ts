import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { type Asked, nothingAsked, type Silence, silenceWatch } from "./silence";

export type Database = PostgresJsDatabase;
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

type Connection = { db: Database; end: (seconds?: number) => Promise<void> };
const kept = globalThis as typeof globalThis & { handselConnection?: Connection };

/** Opens a pool as the role of the URL. Tests, scripts and the start of the job runner call this; all else uses `database()`. */
export function connect(url: string, max = 10, silent?: Silence): Connection {
  const client = postgres(url, {
    max,
    connect_timeout: 10,
    // By itself it waits longer each time, in the end twenty seconds; nobody waits so long for a page.
    backoff: () => 0.5,
    idle_timeout: 60,
    max_lifetime: 60 * 30,
    onnotice: () => {},
    connection: { application_name: "handsel", TimeZone: "UTC" },
  });
  const watch = silent ? silenceWatch(silent) : () => () => undefined;
  const pool = nothingAsked();
  return {
    db: drizzle(preparing(client, { watch: (line) => watch(line ?? pool, pool) })),
    end: (seconds = 5) => client.end({ timeout: seconds }),
  };
}

/** How the end of a transaction is known, and who is told of what is asked on a line and of its answer. */
type Line = { watch: (line?: Asked) => () => void; isOver?: () => boolean };

type Ear = { hear: (told: string) => void; opened: () => void };

/** Hears what is told on a channel, on a line of its own that is opened anew whenever it broke. Returns how to stop. */
export function listen(url: string, channel: string, { hear, opened }: Ear): () => Promise<void> {
  let over = false;
  let client: postgres.Sql | undefined;
  let later: NodeJS.Timeout | undefined;
  const begin = () => {
    client = postgres(url, { max: 1, connect_timeout: 10, backoff: () => 0.5, onnotice: () => {} });
    client.listen(channel, hear, opened).catch(() => {
      // There was no database yet; a line that broke later is postgres.js's own to open.
      void client?.end({ timeout: 1 });
      if (!over) later = setTimeout(begin, 5_000).unref();
    });
  };
  begin();
  return async () => {
    over = true;
    clearTimeout(later);
    await client?.end({ timeout: 5 });
  };
}

/**
 * Drizzle sends its queries through `unsafe`, which postgres.js prepares only when told to each time. Unprepared, a
 * query is two round trips and is parsed and planned anew; prepared, it is half of that. `?prepare=false` in the
 * address turns it off again, for poolers that cannot keep prepared statements.
 */
function preparing<S extends postgres.Sql | postgres.TransactionSql>(
  client: S,
  { watch, isOver }: Line,
): S {
  const unsafe: typeof client.unsafe = (text, values, options) => {
    if (isOver?.()) throw new TransactionOver();
    return watched(client.unsafe(text, values, { ...options, prepare: true }), watch);
  };
  const begin = <T>(inside: (tx: postgres.TransactionSql) => T | Promise<T>) =>
    "begin" in client && beginOnce(client, inside, watch);
  return new Proxy(client, {
    get: (_, name) =>
      name === "unsafe" ? unsafe : name === "begin" ? begin : Reflect.get(client, name),
  });
}

/** A query of postgres.js is sent when somebody waits for it. */
function watched<Q extends PromiseLike<unknown>>(query: Q, watch: Line["watch"]): Q {
  const send: Q["then"] = query.then.bind(query);
  query.then = (...told) => {
    const answered = watch();
    void send(answered, answered);
    return send(...told);
  };
  return query;
}

/** A statement that comes after its transaction has ended: it would run in whatever the line does then. */
class TransactionOver extends Error {
  readonly code = "CONNECTION_CLOSED";
  constructor() {
    super("the transaction has ended");
  }
}

/**
 * When a line breaks, postgres.js ends the transaction at once and still goes on with the work inside: what that asks
 * next, and its own rollback or commit, it writes to a line that is gone, which ends the process (its issue 1208), or to
 * the one that took its place, where somebody else's transaction may run. Here nothing is written once it has ended.
 */
async function beginOnce<T>(
  client: postgres.Sql,
  inside: (tx: postgres.TransactionSql) => T | Promise<T>,
  watch: Line["watch"],
) {
  let over = false;
  const line = nothingAsked();
  let answered = watch();
  try {
    return await client.begin(async (tx) => {
      answered();
      const never = new Promise<never>(() => {});
      const within = { watch: () => watch(line), isOver: () => over };
      try {
        const value = await inside(preparing(tx, within));
        answered = watch(line);
        return over ? never : value;
      } catch (error) {
        if (over || lineIsGone(error)) return never;
        throw error;
      }
    });
  } finally {
    over = true;
    answered();
  }
}

/** Whether a query failed because its line is gone or going: then the end of the transaction is told by that itself. */
function lineIsGone(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof postgres.PostgresError) return /^(FATAL|PANIC)$/.test(at.severity);
    // postgres.js marks what it gives to a query in this way.
    if ("parameters" in at && "code" in at) return true;
  }
  return false;
}

/** The pool of this process, as the app role. Made at first use, so that a build needs no database. */
export function database(): Database {
  if (!kept.handselConnection) {
    const url = process.env.APP_DATABASE_URL;
    if (!url) throw new Error("APP_DATABASE_URL is not set: start Handsel with `npm start`.");
    const given = () => {
      // Whoever waits is told at once, and the next who asks has lines of their own.
      if (kept.handselConnection === made) delete kept.handselConnection;
      void made.end(0);
    };
    const made = connect(url, Number(process.env.DATABASE_POOL || 10), { after: 9_000, given });
    kept.handselConnection = made;
  }
  return kept.handselConnection.db;
}

export async function closeDatabase(): Promise<void> {
  await kept.handselConnection?.end();
  delete kept.handselConnection;
}
