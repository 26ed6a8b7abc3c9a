import { and, asc, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { bookings, clients, formAlerts, formAssignments, forms, lessons } from "@/db/schema";
import { isClinician, isStaff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound, Refusal } from "@/lib/core/refusal";
import { prose } from "@/lib/core/text";
import { command } from "@/lib/work/command";
import { openDataKey, seal } from "@/lib/work/vault";
import { assign, ensureBuiltins, newestVersions } from "./plan";
import { decisionWhere } from "./record";
import { tellsOfTheDay } from "./rules";
import { BUILTINS, OneAssignment } from "./schema";

/** A clinician looked at an answer that raised an alert, and wrote down what was decided. */
export const acknowledgeAlert = command({
  name: "intake.acknowledge",
  allow: isClinician,
  input: z.strictObject({
    alertId: id("form_alert"),
    decision: prose(2000, "intake:errors.decision"),
  }),
  run: async ({ actor, tx, now, audit }, { alertId, decision }) => {
    const { practiceId } = actor;
    const [alert] = await tx
      .select({
        clientId: formAlerts.clientId,
        babyId: formAlerts.babyId,
        assignmentId: formAlerts.assignmentId,
        dataKeyId: clients.dataKeyId,
      })
      .from(formAlerts)
      .innerJoin(
        clients,
        and(eq(clients.practiceId, formAlerts.practiceId), eq(clients.id, formAlerts.clientId)),
      )
      .where(and(eq(formAlerts.practiceId, practiceId), eq(formAlerts.id, alertId)));
    if (!alert) throw notFound();
    const key = await openDataKey(tx, practiceId, alert.dataKeyId);
    const done = await tx
      .update(formAlerts)
      .set({
        ...{ acknowledgedAt: now, acknowledgedBy: actor.userId },
        decision: seal(key, decisionWhere(alertId), decision),
      })
      .where(
        and(
          eq(formAlerts.practiceId, practiceId),
          eq(formAlerts.id, alertId),
          isNull(formAlerts.acknowledgedAt),
        ),
      );
    if (done.count === 0) throw new Refusal("conflict", "intake:errors.decidedAlready");
    const { clientId, babyId, assignmentId } = alert;
    audit({ type: "form_alert", id: alertId }, { clientId, babyId, form: assignmentId });
    return { clientId, assignmentId };
  },
});

/** Asks a form of a family by hand, whenever it was answered last. A mail leads there. */
export const askForm = command({
  name: "intake.ask_form",
  allow: isStaff,
  input: z.strictObject({
    clientId: id("client"),
    form: z.union([z.enum(BUILTINS), id("form")], "errors:choose"),
  }),
  limits: ({ clientId }) => [{ subject: clientId, most: 20, minutes: 24 * 60 }],
  run: async ({ actor, tx, now, audit, enqueue }, { clientId, form }) => {
    const { practiceId } = actor;
    // The first use of a form of ours writes it down, which the front desk may not do by itself.
    if (isClinician(actor)) await ensureBuiltins(tx, practiceId, now);
    const [row] = await tx
      .select({ id: forms.id })
      .from(forms)
      .where(
        and(
          eq(forms.practiceId, practiceId),
          BUILTINS.some((one) => one === form) ? eq(forms.builtin, form) : eq(forms.id, form),
        ),
      );
    const version = (await newestVersions(tx, practiceId)).find((one) => one.formId === row?.id);
    const [client] = await tx
      .select({ id: clients.id })
      .from(clients)
      .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)));
    if (!version || !client) throw notFound();
    const [next] = await tx
      .select({ bookingId: bookings.id, startsAt: lessons.startsAt })
      .from(bookings)
      .innerJoin(
        lessons,
        and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
      )
      .where(
        and(
          eq(bookings.practiceId, practiceId),
          eq(bookings.clientId, clientId),
          eq(bookings.status, "booked"),
          gt(lessons.startsAt, now),
        ),
      )
      .orderBy(asc(lessons.startsAt))
      .limit(1);
    // A check that is asked by hand is about today, unless the lesson is so near that it is the lesson's own.
    const day = version.sendWhen === "each_lesson" && next && !tellsOfTheDay(now, next.startsAt);
    const seat =
      next && !day ? { clientId, ...next } : { clientId, bookingId: null, startsAt: now };
    const made = await assign(tx, practiceId, version, seat, now, true);
    if (made === 0) throw new Refusal("conflict", "intake:errors.askedAlready");
    audit({ type: "client", id: clientId }, { form: version.formId, made });
    enqueue("mail.forms", { practiceId, clientId });
    return { clientId: clientId as string };
  },
});

/** Takes an open form back. What was typed into it is kept with it and shown to nobody who fills in. */
export const withdrawForm = command({
  name: "intake.withdraw_form",
  allow: isStaff,
  input: OneAssignment,
  run: async ({ actor, tx, audit }, { assignmentId }) => {
    const [row] = await tx
      .update(formAssignments)
      .set({ status: "cancelled" })
      .where(
        and(
          eq(formAssignments.practiceId, actor.practiceId),
          eq(formAssignments.id, assignmentId),
          eq(formAssignments.status, "open"),
        ),
      )
      .returning({ clientId: formAssignments.clientId });
    if (!row) throw notFound();
    audit({ type: "form_assignment", id: assignmentId }, { clientId: row.clientId });
    return { clientId: row.clientId };
  },
});
