import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import messages from "@/messages/en-US/calendar.json";
import type { CalendarEvent } from "./model";
import { MoveDialog } from "./move-dialog";

const words = Object.fromEntries(
  Object.entries(messages.board).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  ),
);
const away: Partial<CalendarEvent> = {
  ...{ id: "1", title: "Away", kind: "block", practitioner: { id: "p", name: "Rosa" } },
  ...{ colleagues: [], bookingId: null, begins: { day: "2026-11-24", minute: 0 } },
};
const dialog = (minutes: number) =>
  renderToStaticMarkup(
    <MoveDialog
      asking={{
        event: { ...away, minutes } as CalendarEvent,
        ...{ day: "2026-11-24", start: 0, minutes, refusal: null, wants: null },
      }}
      speech={{ words, locale: "en-GB" }}
      onClose={() => {}}
      onMove={() => {}}
    />,
  );

test("time off is made shorter or longer within a day; of more days it keeps its length", () => {
  expect(dialog(1440)).toMatch(/max="1440"[^>]*name="minutes"/);
  for (const minutes of [1500, 2880, 20_160]) {
    expect(dialog(minutes)).not.toContain('name="minutes"');
    expect(dialog(minutes)).toContain('name="time"');
  }
});
