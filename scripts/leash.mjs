// Loaded first into what start.mjs starts. It ends the process when start.mjs asks, or is gone (the
// channel closes even at `kill -9`). Whatever registered itself in `handselStops` ends first: a job
// that is cut off stays locked for hours.
let stopping = false;

async function stop() {
  if (stopping) return;
  stopping = true;
  await Promise.allSettled((globalThis.handselStops ?? []).map((each) => each()));
  // Next's own handler finishes the open requests, then exits.
  process.kill(process.pid, "SIGTERM");
}

// Workers of Next inherit this file, and a listener that is there before their own swallows their first order: in
// `npm run dev` every page with an id in its address then waited for ever.
const worker = process.argv[1]?.includes("jest-worker") ?? false;

if (process.channel && !worker) {
  process.on("message", (message) => message === "stop" && void stop());
  process.on("disconnect", () => void stop());
  // A script that has done its work ends, although somebody could still ask it to. Not a server: what it starts inherits
  // this file, and waits on its own channel for its first order.
  if (import.meta.url.endsWith("?brief")) process.channel.unref();
}
// Not undefined: there was a channel, and it closed while Node was starting, before anybody could listen.
if (process.connected === false && !worker) void stop();
