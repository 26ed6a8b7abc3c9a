import { checkHealth } from "@/lib/jobs/health";

export const dynamic = "force-dynamic";

/** For whoever watches the process: database, migrations and job runner. Reasons are codes, never details. */
export async function GET(): Promise<Response> {
  const found = await checkHealth();
  const { ok, ...facts } = found;
  return Response.json(
    { status: ok ? "ok" : "unhealthy", ...facts },
    { status: ok ? 200 : 503, ...(ok ? {} : { headers: { "Retry-After": "5" } }) },
  );
}
