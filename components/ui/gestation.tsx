"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { ChoiceCard, ChoiceGroup } from "./choice";
import { FieldError } from "./field";
import { useField, useForm } from "./form-context";
import styles from "./gestation.module.css";

export type GestationFieldProps = {
  /**
   * Sends `${name}.early` ("no" | "yes" | "unknown"), `${name}.weeks` and `${name}.days`. The birthday is the
   * DateOfBirth beside it: the one whose name begins as this one does, up to the last dot.
   */
  name: string;
  legend?: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  defaultEarly?: "no" | "yes" | "unknown" | undefined;
  /** For whoever keeps the record: "no" may have its weeks. */
  full?: boolean | undefined;
  defaultWeeks?: number | undefined;
  defaultDays?: number | undefined;
};

/** Weeks and days appear with "Yes" by CSS alone, so the question works without JavaScript. */
export function GestationField({
  name,
  legend,
  hint,
  error,
  defaultEarly,
  full,
  defaultWeeks,
  defaultDays,
}: GestationFieldProps) {
  const words = useForm()?.words;
  const weeks = useField(`${name}.weeks`);
  const days = useField(`${name}.days`);
  const own = useField(name);
  const errorId = `${weeks.id}-error`;
  const wrong = weeks.error ?? days.error;
  const parts = { hint: `${weeks.id}-hint`, error: wrong ? errorId : "" };
  const describedBy = `${parts.hint} ${parts.error}`.trim();
  const { box, ages } = useTypedAges(name);
  return (
    <div className={`${styles.question} ${full ? styles.full : ""}`} id={own.id} ref={box}>
      <ChoiceGroup
        name={`${name}.early`}
        legend={legend ?? words?.early}
        hint={hint}
        className={styles.answers ?? ""}
        error={error ?? (wrong ? undefined : own.error)}
      >
        <ChoiceCard value="no" label={words?.earlyNo} defaultChecked={defaultEarly === "no"} />
        <ChoiceCard value="yes" label={words?.earlyYes} defaultChecked={defaultEarly === "yes"} />
        <ChoiceCard
          value="unknown"
          label={words?.earlyUnknown}
          defaultChecked={defaultEarly === "unknown"}
        />
      </ChoiceGroup>
      <fieldset className={`field ${styles.weeks}`} aria-describedby={describedBy}>
        <legend>{words?.weeksAtBirth}</legend>
        <span className="hint" id={parts.hint}>
          <span className={styles.example}>{words?.gestationExample}</span>
          {full ? <span className={styles.term}> {words?.gestationTerm}</span> : null}
        </span>
        <div className={styles.parts}>
          <input
            className="input num"
            id={weeks.id}
            name={`${name}.weeks`}
            inputMode="numeric"
            autoComplete="off"
            maxLength={2}
            aria-invalid={weeks.error ? true : undefined}
            defaultValue={weeks.kept ?? defaultWeeks}
          />
          <label htmlFor={weeks.id}>{words?.weeks}</label>
          <input
            className="input num"
            id={days.id}
            name={`${name}.days`}
            inputMode="numeric"
            autoComplete="off"
            maxLength={1}
            aria-invalid={days.error ? true : undefined}
            defaultValue={days.kept ?? defaultDays}
          />
          <label htmlFor={days.id}>{words?.days}</label>
        </div>
        {wrong ? <FieldError id={errorId}>{wrong}</FieldError> : null}
        <p role="status" className="sm muted num">
          {ages}
        </p>
      </fieldset>
    </div>
  );
}

/** What the answers mean, while they are typed: whoever slips by a month sees it here. */
function useTypedAges(name: string) {
  const words = useForm()?.words;
  const box = useRef<HTMLDivElement>(null);
  const [ages, setAges] = useState("");
  useEffect(() => {
    const form = box.current?.closest("form");
    if (!form || !words) return;
    const beside = name.slice(0, name.lastIndexOf(".") + 1);
    const typed = (start: string, end: string): string =>
      form.querySelector<HTMLInputElement>(`[name^="${start}"][name$=".${end}"]`)?.value ?? "";
    let gone = false;
    const read = async () => {
      if (typed(name, "weeks") === "") return setAges("");
      // Most babies are not born early: the reckoning comes with the first week that is typed.
      const { typedAgeText } = await import("./gestation-age");
      if (gone) return;
      const born = { day: typed(beside, "day"), month: typed(beside, "month") };
      const weeks = { weeks: typed(name, "weeks"), days: typed(name, "days") };
      const all = { ...born, year: typed(beside, "year"), ...weeks };
      setAges(typedAgeText(all, new Date(), document.documentElement.lang, words));
    };
    void read();
    form.addEventListener("input", read);
    return () => {
      gone = true;
      form.removeEventListener("input", read);
    };
  }, [name, words]);
  return { box, ages };
}
