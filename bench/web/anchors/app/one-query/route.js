import { oneQuery } from "../../one-query.js";

export const dynamic = "force-dynamic";

export async function GET() {
  return Response.json(await oneQuery());
}
