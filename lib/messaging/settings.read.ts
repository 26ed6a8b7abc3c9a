import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { mailTemplates, practiceMembers, practices } from "@/db/schema";
import { isOwner, isStaff } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { noticeChoice } from "./schema";

export const quietSeen = (row: { quietFrom: string; quietUntil: string }): string =>
  `${row.quietFrom.slice(0, 5)}-${row.quietUntil.slice(0, 5)}`;

/** Quiet hours, one's own notices, and which messages the practice says in its own words. */
export const messageSettings = query({
  name: "messaging.settings",
  allow: isStaff,
  input: z.strictObject({}),
  run: async ({ actor, tx }) => {
    const { practiceId, userId } = actor;
    const [practice] = await tx
      .select({
        quietFrom: practices.quietFrom,
        quietUntil: practices.quietUntil,
        zone: practices.timeZone,
        locale: practices.locale,
      })
      .from(practices)
      .where(eq(practices.practiceId, practiceId));
    const [own] = await tx
      .select()
      .from(practiceMembers)
      .where(and(eq(practiceMembers.practiceId, practiceId), eq(practiceMembers.userId, userId)));
    if (!practice) throw notFound();
    const templates = await tx
      .select({ template: mailTemplates.template, locale: mailTemplates.locale })
      .from(mailTemplates)
      .where(eq(mailTemplates.practiceId, practiceId));
    return {
      quietFrom: practice.quietFrom.slice(0, 5),
      quietUntil: practice.quietUntil.slice(0, 5),
      seen: quietSeen(practice),
      zone: practice.zone,
      locale: practice.locale,
      mayChange: isOwner(actor),
      everybodys: actor.role !== "practitioner",
      notices: {
        booked: noticeChoice(own?.noticeBookedHours ?? null),
        moved: noticeChoice(own?.noticeMovedHours ?? null),
        cancelled: noticeChoice(own?.noticeCancelledHours ?? null),
      },
      templates,
    };
  },
});
