import { type Row, short } from "../harness";
import { type Loaded, loaded, type Target } from "./load";

export type Targets = {
  emptyStatic: Target;
  emptyLive: Target;
  oneQuery: Target;
  plainServer: Target;
  profile: Target;
  dashboard: Target;
  slots: Target;
};

const ALONE = 1;
const TOGETHER = 16;

/** CPU of the server's process for a request: it hardly changes with what else the machine does. */
export async function pageRows(targets: Targets): Promise<Row[]> {
  const rows: Row[] = [];
  for (const connections of [ALONE, TOGETHER]) {
    const { emptyStatic, profile } = targets;
    const kept = await loaded({ anchor: emptyStatic, ours: profile }, connections);
    rows.push(row("P1", "/p/rosa-calder", "empty static page", connections, kept));
    const { emptyLive, dashboard } = targets;
    const live = await loaded({ anchor: emptyLive, ours: dashboard }, connections);
    rows.push(row("P2", "/practice, signed in", "empty live page", connections, live));
    const { oneQuery, plainServer, slots } = targets;
    const three = await loaded({ route: oneQuery, plain: plainServer, ours: slots }, connections);
    const [route, plain] = [
      { anchor: three.route, ours: three.ours },
      { anchor: three.plain, ours: three.ours },
    ];
    rows.push(row("P3", "/api/live/slots", "node:http, one query", connections, plain));
    rows.push(row("P3 route", "/api/live/slots", "route handler, one query", connections, route));
    if (connections === TOGETHER)
      rows.push({
        goal: "P3 p99",
        name: `/api/live/slots, ${connections} at once`,
        value: three.ours.p99,
        unit: "ms",
        ours: three.ours,
      });
  }
  return rows.sort((a, b) => a.goal.localeCompare(b.goal));
}

function row(
  goal: string,
  page: string,
  against: string,
  connections: number,
  { anchor, ours }: { anchor: Loaded; ours: Loaded },
): Row {
  return {
    goal,
    name: `${page} ÷ ${against}, ${connections} at once`,
    value: ours.cpu / anchor.cpu,
    unit: "× (CPU a request)",
    anchor,
    ours,
    note: `${short(ours.perSecond)} of ${short(anchor.perSecond)} a second`,
  };
}
