"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { useField, useForm } from "@/components/ui/form-context";
import { fieldId } from "@/components/ui/form-state";
import styles from "./hours.module.css";

const MOST = 6;

export type PlaceChoice = { value: string; label: string };
export type Window = { start: string; end: string; placeId?: string | null | undefined };
export type WindowWords = {
  place: string;
  from: string;
  until: string;
  add: string;
  closed: string;
};
type WindowRowsProps = {
  /** "days.0" or "hours": the rows are its parts. */
  name: string;
  legend: string;
  windows: readonly Window[];
  /** Empty where there is only one place. */
  places: readonly PlaceChoice[];
  words: WindowWords;
};

/** Hours of one day: a row for each, or an empty one, and a button for more that works without JavaScript too. */
export function WindowRows({ name, legend, windows, places, words }: WindowRowsProps) {
  const form = useForm();
  const { id } = useField(name);
  const [more, setMore] = useState(0);
  const values = form?.state.values;
  const sent = values
    ? Object.keys(values).filter((key) => key.startsWith(`${name}.`) && key.endsWith(".start"))
        .length
    : 0;
  const asked = sent + (values?.add === name ? 1 : 0);
  const rows = Math.min(MOST, Math.max(1, windows.length + more, asked));
  const wrong = form?.state.fields?.[name]?.[0];
  const last = fieldId(form?.id ?? "f", `${name}.${rows - 1}.start`);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a press of the button moves the focus
  useEffect(() => {
    if (more > 0) document.getElementById(last)?.focus();
  }, [more]);

  return (
    <fieldset className={styles.day} id={id} aria-describedby={wrong ? `${id}-error` : undefined}>
      <legend>
        {legend}
        {windows.length === 0 && !values ? (
          <span className={styles.shut}>{words.closed}</span>
        ) : null}
      </legend>
      <div className={styles.windows}>
        {Array.from({ length: rows }, (_, i) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and none is moved
            key={i}
            name={`${name}.${i}`}
            number={i + 1}
            window={windows[i]}
            places={places}
            words={words}
          />
        ))}
        {rows < MOST ? (
          <Button
            type="submit"
            variant="quiet"
            name="add"
            value={name}
            className={styles.add}
            onClick={(event) => {
              event.preventDefault();
              setMore((count) => Math.max(count, rows - windows.length) + 1);
            }}
            aria-label={`${words.add}: ${legend}`}
          >
            {words.add}
          </Button>
        ) : null}
        {wrong ? <FieldError id={`${id}-error`}>{wrong}</FieldError> : null}
      </div>
    </fieldset>
  );
}

type RowProps = {
  name: string;
  number: number;
  window: Window | undefined;
  places: readonly PlaceChoice[];
  words: WindowWords;
};

function Row({ name, number, window, places, words }: RowProps) {
  const place = useField(`${name}.place`);
  const ends = [useField(`${name}.start`), useField(`${name}.end`)] as const;
  const error = ends[0].error ?? ends[1].error;
  const errorId = `${ends[0].id}-error`;
  // A time field cannot write 24:00; the end of the day is 00:00 there.
  const known = [window?.start, window?.end === "24:00" ? "00:00" : window?.end];
  return (
    <div className={styles.window} data-empty={known[0] === undefined || undefined}>
      {(["start", "end"] as const).map((end, i) => (
        <span key={end}>
          <label htmlFor={ends[i === 0 ? 0 : 1].id}>
            {i === 0 ? words.from : words.until}
            <span className="sr"> {number}</span>
          </label>
          <input
            className="input num"
            type="time"
            id={ends[i === 0 ? 0 : 1].id}
            name={`${name}.${end}`}
            defaultValue={ends[i === 0 ? 0 : 1].kept ?? known[i] ?? ""}
            aria-invalid={ends[i === 0 ? 0 : 1].error ? true : undefined}
            aria-describedby={error ? errorId : undefined}
          />
        </span>
      ))}
      {places.length > 0 ? (
        <span>
          <label htmlFor={place.id}>
            {words.place}
            <span className="sr"> {number}</span>
          </label>
          <select
            className="input"
            id={place.id}
            name={`${name}.place`}
            defaultValue={place.kept ?? window?.placeId ?? ""}
          >
            {places.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </span>
      ) : null}
      {error ? <FieldError id={errorId}>{error}</FieldError> : null}
    </div>
  );
}
