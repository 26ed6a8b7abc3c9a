import { fieldsOf, text } from "@/app/_server/action";

type Row = { start: string; end: string; placeId: string };
const NAME = /^(days\.([0-6])|hours)\.(\d{1,2})\.(start|end|place)$/;

/** "days.0.1.start" and the like as rows of hours, by the group they are in. Rows keep their places for the errors. */
function rowsOf(form: FormData): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const name of form.keys()) {
    const parts = NAME.exec(name);
    if (!parts) continue;
    const group = parts[1] ?? "";
    const rows = groups.get(group) ?? [];
    const at = Number(parts[3]);
    while (rows.length <= at) rows.push({ start: "", end: "", placeId: "" });
    const row = rows[at];
    const part = parts[4] === "place" ? "placeId" : parts[4] === "start" ? "start" : "end";
    if (row) row[part] = text(form, name);
    groups.set(group, rows);
  }
  return groups;
}

export function weekFrom(form: FormData): Record<string, unknown> {
  const rows = rowsOf(form);
  return {
    practitionerId: text(form, "practitionerId"),
    seen: text(form, "seen"),
    days: Array.from({ length: 7 }, (_, i) => rows.get(`days.${i}`) ?? []),
    ...(form.has("closed") && { closed: text(form, "closed") }),
  };
}

export function overrideFrom(form: FormData): Record<string, unknown> {
  const { practitionerId, from, until, kind } = fieldsOf(form);
  return {
    practitionerId,
    from,
    until,
    kind,
    // The rows stay in the form when "closed" is chosen, with whatever was typed before.
    hours: kind === "hours" ? (rowsOf(form).get("hours") ?? []) : [],
  };
}
