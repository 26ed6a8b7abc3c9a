import { actorIn } from "@/app/_server/actor";
import { answering } from "@/app/_server/route";
import { practiceTrail, type TrailRow } from "@/lib/audit/access.read";
import { TrailQuestion } from "@/lib/audit/access.schema";
import { Refusal } from "@/lib/core/refusal";
import { CSV_START, csvCell, csvLine } from "@/lib/documents/csv";

const head = [
  ...["number", "at", "actor_kind", "actor", "role", "operation"],
  ...["read", "subject_type", "subject_id", "detail"],
];

/** The trail under the same filters as the page, as a table: at most 20,000 rows, the newest first. */
export async function GET(request: Request): Promise<Response> {
  return answering(async () => {
    const actor = await actorIn("practice");
    if (!actor) throw new Refusal("unauthenticated");
    const { who, what, baby, from, until } = Object.fromEntries(new URL(request.url).searchParams);
    const asked = TrailQuestion.parse({ who, what, baby, from, until });
    const { items } = await practiceTrail(actor, { ...asked, all: true });
    const lines = [csvLine(head.map((name) => csvCell(name, "plain"))), ...items.map(lineOf)];
    return new Response(CSV_START + lines.join(""), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="audit-trail.csv"',
        "Cache-Control": "private, no-store",
      },
    });
  });
}

const lineOf = ({ seq, at, by, operation, part, subjectType, subjectId, detail }: TrailRow) =>
  csvLine([
    csvCell(seq, "plain"),
    csvCell(at.toISOString(), "plain"),
    csvCell(by.kind, "plain"),
    csvCell(by.name, "text"),
    csvCell(by.role, "plain"),
    csvCell(operation, "plain"),
    csvCell(part !== null, "plain"),
    csvCell(subjectType, "plain"),
    csvCell(subjectId, "plain"),
    csvCell(JSON.stringify(detail), "text"),
  ]);
