"use client";

import { useEffect, useRef, useState } from "react";
import { useForm } from "@/components/ui/form-context";
import styles from "./form-fill.module.css";

type Saved = { stamp?: number; why?: string };
type AutoSaveProps = {
  action: (form: FormData) => Promise<Saved>;
  stamp: number;
  words: { saving: string; saved: string; notSaved: string };
};
const PAUSE_MS = 2000;

/** Saves what is typed two seconds after the last stroke. The button saves too, and without scripts it is the way. */
export function AutoSave({ action, stamp, words }: AutoSaveProps) {
  const form = useForm();
  const box = useRef<HTMLParagraphElement>(null);
  const [seen, setSeen] = useState(stamp);
  const [state, setState] = useState<"" | "saving" | "saved">("");
  const [why, setWhy] = useState("");
  const told = form?.state.facts?.stamp;

  useEffect(() => {
    if (typeof told === "number") setSeen(told);
  }, [told]);

  useEffect(() => {
    const element = box.current?.closest("form");
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let busy = false;
    const save = async () => {
      if (busy) return;
      busy = true;
      setState("saving");
      const data = new FormData(element);
      data.delete("key");
      try {
        const answer = await action(data);
        setWhy(answer.why ?? "");
        setState(answer.why ? "" : "saved");
        if (answer.stamp !== undefined) setSeen(answer.stamp);
      } catch {
        // Offline, or the page is older than the server: the button says what is wrong.
        setState("");
      }
      busy = false;
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE_MS);
    };
    const stop = () => clearTimeout(timer);
    element.addEventListener("input", later);
    element.addEventListener("submit", stop);
    return () => {
      stop();
      element.removeEventListener("input", later);
      element.removeEventListener("submit", stop);
    };
  }, [action]);

  return (
    <p ref={box} className={`sm muted ${styles.saved}`} role="status">
      <input type="hidden" name="stamp" value={seen} />
      {why ? words.notSaved.replace("{why}", why) : state === "" ? "" : words[state]}
    </p>
  );
}
