"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { showToast } from "@/components/ui/toast";
import { amongOthers, type CalendarData, type CalendarEvent, type Outcome } from "./model";
import { type Refused, refusalIn, send } from "./send";
import { placeAndTime, type Speech, say } from "./words";

const EVERY_MS = 30_000;
const FRESH_MS = 10_000;

export type Asked = { from: string; days: number; practitionerId: string };

/** The calendar as it is now: the page's own data first, then looked at again every half minute and on return. */
export function useCalendar(asked: Asked, first: CalendarData) {
  return useQuery({
    queryKey: ["calendar", asked],
    queryFn: async ({ signal }): Promise<CalendarData> => {
      const search = new URLSearchParams({ ...asked, days: String(asked.days) });
      const answer = await fetch(`/api/live/calendar?${search}`, { signal });
      if (!answer.ok) throw new Error(`calendar ${answer.status}`);
      return answer.json();
    },
    initialData: first,
    select: amongOthers,
    staleTime: FRESH_MS,
    refetchInterval: EVERY_MS,
    refetchOnWindowFocus: true,
    retry: 1,
  });
}

export type Move = {
  event: CalendarEvent;
  day: string;
  start: number;
  /** How long it is from now on; without it the length stays. */
  minutes?: number;
  /** The colleague who is to give it; without it, whoever gives it stays. */
  practitioner?: CalendarEvent["practitioner"];
  /** Why it is outside the hours, when it is; "undo" takes a move back. */
  outside?: string;
  /** Why it lies over another lesson, when it does. */
  onTop?: string;
  /** Why there may be one more that day, or less time than the way takes. */
  limits?: string;
};
const spanAfter = ({ event, day, start, minutes, practitioner }: Move) => ({
  day,
  start,
  end: start + (minutes ?? event.end - event.start),
  begins: { day, minute: start },
  minutes: minutes ?? event.minutes,
  practitioner: practitioner ?? event.practitioner,
  // Whoever gave it could do so again.
  colleagues: practitioner
    ? [...event.colleagues, event.practitioner].filter(({ id }) => id !== practitioner.id)
    : event.colleagues,
});
type Moved = { version: number; bookingVersion: number | null };

/** "14:15", as time fields and commands write it. */
export const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/**
 * The one way to move, whatever the hand or the key did: shown at once, sent with the version that was seen, put back
 * in words when it is refused, and undone by moving back.
 */
export function useMove(
  asked: Asked,
  speech: Speech,
  tell: (words: string) => void,
  refused: (move: Move, why: Refused) => void,
) {
  const client = useQueryClient();
  const key = ["calendar", asked];
  // A second move of one lesson may leave before the page has heard of the first: it carries what the first one made.
  const own = useRef(new Map<string, number>());
  const place = (event: CalendarEvent, to: Partial<CalendarEvent>) =>
    client.setQueryData<CalendarData>(
      key,
      (data) =>
        data && {
          ...data,
          events: data.events.map((one) => (one.id === event.id ? { ...one, ...to } : one)),
        },
    );
  const mutation = useMutation({
    scope: { id: "calendar moves" },
    mutationFn: ({ event, day, start, minutes, practitioner, outside, onTop, limits }: Move) =>
      send<Moved>(
        "move",
        {
          lessonId: event.id,
          version: Math.max(event.version, own.current.get(event.id) ?? 0),
          day,
          time: clock(start),
          ...(minutes && { minutes }),
          ...(practitioner && { practitionerId: practitioner.id }),
          ...(outside && { outside }),
          ...(onTop && { onTop }),
          ...(limits && { limits }),
        },
        say(speech, "offline"),
      ),
    onMutate: async (move: Move) => {
      // A look that is under way would show the old place again.
      await client.cancelQueries({ queryKey: key });
      // Parts of a night lesson are not the whole of it: they wait for the answer.
      if (move.event.whole) place(move.event, spanAfter(move));
    },
    onError: (error, move) => {
      const { event } = move;
      const { day, start, end, begins, minutes, practitioner, colleagues } = event;
      const was = { day, start, end, begins, minutes, practitioner, colleagues };
      if (event.whole) place(event, was);
      refused(move, refusalIn(error, say(speech, "offline")));
    },
    onSuccess: ({ version, bookingVersion }, move) => {
      const { event, minutes, outside } = move;
      const after = { ...event, ...spanAfter(move) };
      own.current.set(event.id, version);
      place(event, { version, bookingVersion });
      const words = move.practitioner
        ? say(speech, "movedTo", {
            words: placeAndTime(speech, after),
            name: move.practitioner.name,
          })
        : placeAndTime(speech, after);
      tell(words);
      if (outside === "undo") return;
      const back: Move = {
        event: { ...after, version, bookingVersion },
        day: event.begins.day,
        start: event.begins.minute,
        ...(minutes && { minutes: event.minutes }),
        ...(move.practitioner && { practitioner: event.practitioner }),
        outside: "undo",
      };
      showToast({ text: words, onUndo: () => mutation.mutate(back) });
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  return mutation.mutate;
}

export type Said = {
  event: CalendarEvent;
  what: Outcome;
  /** Why a request is taken beyond a limit. */
  limits?: string;
};

/** Says what became of a lesson, or gives blocked time back. `why` is asked for a reason where one is wanted. */
export function useOutcome(
  asked: Asked,
  speech: Speech,
  tell: (words: string) => void,
  why: (event: CalendarEvent, refusal: string) => void,
) {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: ({ event, what, limits }: Said) =>
      send<{ version?: number } | null>(
        what,
        what === "unblock"
          ? { lessonId: event.id, version: event.version }
          : {
              bookingId: event.bookingId,
              version: event.bookingVersion,
              ...(limits && { limits }),
            },
        say(speech, "offline"),
      ),
    onError: (error, { event }) => {
      const { words, wants } = refusalIn(error, say(speech, "offline"));
      tell(words);
      if (wants === "limits") why(event, words);
      else showToast({ text: words });
    },
    onSuccess: (answer, { event, what }) => {
      const words = say(speech, `done.${what}`, { name: event.title });
      tell(words);
      const version = answer?.version;
      const undoable = version !== undefined && what !== "undo" && what !== "takeBack";
      const back = what === "approve" ? "takeBack" : "undo";
      showToast({
        text: words,
        ...(undoable && {
          onUndo: () =>
            mutation.mutate({ event: { ...event, bookingVersion: version }, what: back }),
        }),
      });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["calendar", asked] }),
  });
  return mutation.mutate;
}
