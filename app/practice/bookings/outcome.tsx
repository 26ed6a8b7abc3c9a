import { ActionForm } from "@/components/ui/action-form";
import type { ButtonLook } from "@/components/ui/button-class";
import type { FormAction } from "@/components/ui/form-state";
import { Icon, type IconName } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { titleOf } from "@/lib/booking/staff.read";
import type { StaffLesson } from "@/lib/booking/staff-lessons";
import { approveAction, arrivedAction, completedAction, noShowAction, undoAction } from "./actions";
import styles from "./outcome.module.css";
import { LimitReasonAsked } from "./reasons";

export type Outcome = "approve" | "arrived" | "completed" | "noShow" | "undo";
const kinds: Record<Outcome, { action: FormAction; icon: IconName }> = {
  approve: { action: approveAction, icon: "check" },
  arrived: { action: arrivedAction, icon: "map-pin" },
  completed: { action: completedAction, icon: "check" },
  noShow: { action: noShowAction, icon: "circle-x" },
  undo: { action: undoAction, icon: "undo-2" },
};

const ARRIVAL_MS = 12 * 3_600_000;

/** What may be said about a lesson now: the same as the commands accept. */
export function outcomesOf(lesson: StaffLesson, now: Date): Outcome[] {
  const started = lesson.startsAt <= now;
  const soon = lesson.startsAt.getTime() - now.getTime() <= ARRIVAL_MS;
  switch (lesson.status) {
    case "requested":
      return started ? [] : ["approve"];
    case "booked":
      if (lesson.endsAt <= now) return ["completed", "noShow"];
      return [...(soon ? (["arrived"] as const) : []), ...(started ? (["noShow"] as const) : [])];
    case "arrived":
      return [...(started ? (["completed"] as const) : []), "undo"];
    case "completed":
    case "no_show":
      return ["undo"];
    default:
      return [];
  }
}

type Props = {
  lesson: StaffLesson;
  outcomes: readonly Outcome[];
  /** Where the reader comes back to. */
  back: string;
  /** The first one is the view's main action. */
  main?: boolean;
  size?: ButtonLook["size"];
};

export function OutcomeButtons({ lesson, ...rest }: Props) {
  const { seat } = lesson;
  return seat ? <SeatOutcomes seat={seat} name={titleOf(lesson)} {...rest} /> : null;
}

/** One form each, so that every press works without JavaScript and says what went wrong where it was pressed. */
export async function SeatOutcomes({
  seat,
  name,
  outcomes,
  back,
  main,
  size = "sm",
}: Omit<Props, "lesson"> & { seat: { id: string; version: number }; name: string }) {
  const t = await getTranslations("practice.outcome");
  return outcomes.map((outcome, i) => (
    <ActionForm
      key={outcome}
      id={`${outcome}-${seat.id}`}
      action={kinds[outcome].action}
      className={styles.form}
    >
      <input type="hidden" name="bookingId" value={seat.id} />
      <input type="hidden" name="version" value={seat.version} />
      <input type="hidden" name="back" value={back} />
      {outcome === "approve" ? <LimitReasonAsked /> : null}
      <SubmitButton
        label={t(outcome)}
        aria-label={t("named", { action: t(outcome), name })}
        icon={outcome === "undo" ? <Icon name={kinds[outcome].icon} /> : undefined}
        size={size}
        variant={
          main && i === 0 ? "primary" : outcome === "undo" ? "quiet" : i === 0 ? "soft" : "default"
        }
      />
    </ActionForm>
  ));
}
