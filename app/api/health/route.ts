import { checkHealth } from "@/lib/jobs/health";
import { runningVersion } from "@/lib/jobs/version";

export const dynamic = "force-dynamic";

/** For whoever watches the process: database, migrations, job runner and version. Reasons are codes, never details. */
export async function GET(): Promise<Response> {
  const { status, ...facts } = await checkHealth();
  return Response.json(
    { status, ...runningVersion(), ...facts },
    status === "unhealthy" ? { status: 503, headers: { "Retry-After": "5" } } : { status: 200 },
  );
}
