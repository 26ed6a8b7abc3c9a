import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { practices, practitioners, routineAssignments, users } from "@/db/schema";
import { familyReaders, type Recipient } from "@/lib/clients/mail-facts";

/** What a mail about a home routine may say: that there is one. Its name can tell of a complaint, so it stays inside. */
export type RoutineMailFacts = {
  practiceId: string;
  assignmentId: string;
  clientId: string;
  assignedBy: string;
  ended: boolean;
  locale: string;
  recipients: Recipient[];
};

export async function routineMailFacts(
  tx: Tx,
  { practiceId, assignmentId }: { practiceId: string; assignmentId: string },
): Promise<RoutineMailFacts | null> {
  const [row] = await tx
    .select({
      clientId: routineAssignments.clientId,
      endedAt: routineAssignments.endedAt,
      teacher: practitioners.displayName,
      user: users.name,
      practice: practices.name,
      locale: practices.locale,
    })
    .from(routineAssignments)
    .innerJoin(practices, eq(practices.practiceId, routineAssignments.practiceId))
    .innerJoin(users, eq(users.id, routineAssignments.assignedBy))
    .leftJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, routineAssignments.practiceId),
        eq(practitioners.userId, routineAssignments.assignedBy),
      ),
    )
    .where(
      and(eq(routineAssignments.practiceId, practiceId), eq(routineAssignments.id, assignmentId)),
    );
  if (!row) return null;
  return {
    practiceId,
    assignmentId,
    clientId: row.clientId,
    assignedBy: row.teacher ?? row.user ?? row.practice,
    ended: row.endedAt !== null,
    locale: row.locale,
    recipients: (
      await familyReaders(tx, { practiceId, clientId: row.clientId }, { purpose: "routine" })
    ).recipients,
  };
}
