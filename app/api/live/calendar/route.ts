import { actorIn } from "@/app/_server/actor";
import { answer } from "@/app/_server/route";
import { staffCalendar } from "@/lib/booking/staff.read";

export const GET = answer(staffCalendar, { as: () => actorIn("practice") });
