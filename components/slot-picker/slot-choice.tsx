"use client";

import { useEffect, useRef, useState } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import { OwnTime } from "@/components/ui/zone-note";
import styles from "./slot-picker.module.css";

export type SlotGroup = {
  title: string;
  slots: readonly { value: string; label: string; name: string; go: string }[];
};
export type SlotChoiceProps = {
  legend: string;
  groups: readonly SlotGroup[];
  picked: string;
  /** The button's words where nothing can change them, and while the form is sent. */
  words: { plain: string; busy: string };
  /** For a lesson that needs no way: whoever is elsewhere sees the own time as well. */
  own?: { zone: string; locale: string; text: string } | undefined;
};

/** Times of one day as radio buttons. All that JavaScript adds is the chosen time on the button. */
export function SlotChoice({ legend, groups, picked, words, own }: SlotChoiceProps) {
  const [value, setValue] = useState(picked);
  const box = useRef<HTMLFieldSetElement>(null);
  // What was chosen before this page came alive counts.
  useEffect(() => {
    const chosen = box.current?.querySelector<HTMLInputElement>("input:checked");
    if (chosen) setValue(chosen.value);
  }, []);
  const go = groups.flatMap(({ slots }) => slots).find((slot) => slot.value === value)?.go;
  return (
    <>
      <fieldset ref={box}>
        <legend className="sr">{legend}</legend>
        {groups.map(({ title, slots }) => (
          <div key={title}>
            <h3 className={styles.part}>{title}</h3>
            <div className={styles.slots}>
              {slots.map((slot) => (
                <label key={slot.value} className={styles.slot}>
                  <input
                    type="radio"
                    name="start"
                    value={slot.value}
                    defaultChecked={slot.value === picked}
                    onChange={() => setValue(slot.value)}
                  />
                  <span className="num" aria-hidden="true">
                    {slot.label}
                  </span>
                  <span className="sr">{slot.name}</span>
                  {own ? <OwnTime {...own} at={slot.value} className={styles.own} /> : null}
                </label>
              ))}
            </div>
          </div>
        ))}
      </fieldset>
      <div className={styles.go}>
        <SubmitButton
          size="xl"
          block
          busyLabel={words.busy}
          label={
            <>
              <span className="js-only">{go ?? words.plain}</span>
              <span className={styles.scriptless}>{words.plain}</span>
            </>
          }
        />
      </div>
    </>
  );
}
