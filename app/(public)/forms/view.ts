import type { FillData } from "@/components/form-fill/fill-view";
import type { FillForm } from "@/lib/intake/fill.read";
import { localeOf, spoken } from "@/lib/intake/words";
import { EMERGENCY_LINES } from "@/lib/safety/advice";

/** A form as the reader's own language says it, and whom to call where the practice is. */
export function viewOf(form: FillForm, name: string, locale: string) {
  const { sections } = spoken(
    { ...(form.builtin && { builtin: form.builtin }), sections: form.sections },
    localeOf(locale),
  );
  const lines = EMERGENCY_LINES[form.country];
  const data: FillData = { ...form, title: name, sections };
  return {
    data,
    lines: {
      practice: form.practice,
      urgent: lines?.urgent ?? null,
      emergency: lines?.emergency ?? form.emergencyNumber,
    },
  };
}
