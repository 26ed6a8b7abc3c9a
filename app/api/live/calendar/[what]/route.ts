import { actorIn } from "@/app/_server/actor";
import { answering, route } from "@/app/_server/route";
import { refreshPublicPages } from "@/app/practice/_setup/public-pages";
import { approveRequest } from "@/lib/booking/requests.write";
import { completeLesson, markArrived, markNoShow, undoOutcome } from "@/lib/booking/staff.write";
import { moveByStaff, unblockTime } from "@/lib/booking/staff-time.write";
import { takeBack } from "@/lib/booking/take-back.write";
import { notFound } from "@/lib/core/refusal";

const as = () => actorIn("practice");
const changes: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
  move: route(moveByStaff, { as }),
  approve: route(approveRequest, { as }),
  arrived: route(markArrived, { as }),
  completed: route(completeLesson, { as }),
  noShow: route(markNoShow, { as }),
  undo: route(undoOutcome, { as }),
  takeBack: route(takeBack, { as }),
  unblock: route(unblockTime, { as }),
};

type Context = { params: Promise<{ what: string }> };

/** What can be changed on the calendar itself: the same commands as the pages use. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { what } = await params;
  const change = Object.hasOwn(changes, what) ? changes[what] : undefined;
  if (!change)
    return answering(() => {
      throw notFound();
    });
  const answer = await change(request);
  if (answer.ok) await refreshPublicPages();
  return answer;
}
