import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { getTranslations } from "@/i18n/words";
import { titleOf } from "@/lib/booking/staff.read";
import type { StaffLesson } from "@/lib/booking/staff-lessons";
import type { NoteWork } from "@/lib/notes/list.read";

type Props = {
  lesson: StaffLesson;
  notes: Pick<NoteWork, "notes">;
  now: Date;
  size?: "sm" | "md";
};

/** From a lesson to its note in one press, from the moment the family is there. */
export async function NoteLink({ lesson, notes, now, size = "sm" }: Props) {
  const { seat, status, lessonId } = lesson;
  const there = status === "arrived" || status === "completed";
  if (!seat || !there || lesson.startsAt.getTime() - now.getTime() > 12 * 3_600_000) return null;
  const t = await getTranslations("notes.work");
  const note = notes.notes.find((one) => one.lessonId === lessonId);
  const name = titleOf(lesson);
  if (note?.status === "signed")
    return (
      <LinkButton
        href={`/practice/notes/${note.id}`}
        size={size}
        aria-label={t("readNamed", { name })}
        icon={<Icon name="signature" />}
      >
        {t("note")}
      </LinkButton>
    );
  return (
    <LinkButton
      href={note ? `/practice/notes/${note.id}/edit` : `/practice/notes/new?booking=${seat.id}`}
      size={size}
      variant={status === "completed" ? "soft" : "default"}
      aria-label={t(note ? "signNamed" : "writeNamed", { name })}
      icon={<Icon name={note ? "signature" : "pen-line"} />}
    >
      {t(note ? "sign" : "writeNote")}
    </LinkButton>
  );
}
