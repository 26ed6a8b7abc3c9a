import { CONTENT, contentOf } from "@/lib/notes/rules";
import { LIST_FIELDS, type NoteContent } from "@/lib/notes/schema";

export type Sent = {
  noteId: string;
  seen: number;
  babyId: string;
  lessonId: string;
  template: string;
  privacy: string;
  content: Record<string, string | string[]>;
};

/** What is on the page now, as it is sent. */
export function readForm(form: HTMLFormElement, seen: number): Sent {
  const data = new FormData(form);
  const one = (name: string) => String(data.get(name) ?? "");
  return {
    noteId: one("noteId"),
    seen,
    babyId: one("babyId"),
    lessonId: one("lessonId"),
    template: one("template"),
    privacy: one("privacy"),
    content: contentOf(data.entries()),
  };
}

const isList = (field: string) => (LIST_FIELDS as readonly string[]).includes(field);

/** Puts a content onto the page, and who may read it; fields that it does not name stay as they are. */
export function fillForm(
  form: HTMLFormElement,
  content: Partial<NoteContent>,
  privacy?: string,
): void {
  const reader = form.elements.namedItem("privacy");
  if (privacy && reader instanceof HTMLSelectElement) reader.value = privacy;
  for (const [field, value] of Object.entries(content)) {
    const list: string[] = Array.isArray(value) ? value : [];
    for (const control of form.querySelectorAll<
      HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
    >(`[name="${CONTENT}${field}"]`)) {
      if (control instanceof HTMLInputElement && /^(radio|checkbox)$/.test(control.type))
        control.checked = isList(field)
          ? list.includes(control.value)
          : control.value === String(value ?? "");
      else if (control instanceof HTMLSelectElement && isList(field))
        control.value =
          [...control.options].find((option) => list.includes(option.value))?.value ?? "";
      else control.value = String(value ?? "");
    }
  }
}
