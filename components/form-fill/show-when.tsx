"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import styles from "./form-fill.module.css";

type ShowWhenProps = {
  /** The field it depends on, and the answers that show it. */
  name: string;
  is: readonly string[];
  /** Whether it holds by what was saved. */
  shown: boolean;
  /** Before scripts run, or without them: a question is shown rather than lost, a warning waits for the next page. */
  without: "shown" | "hidden";
  children: ReactNode;
};

/** Shows its content as long as another field of the same form has one of some answers. */
export function ShowWhen({ name, is, shown, without, children }: ShowWhenProps) {
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(shown);
  const wanted = is.join(" ");
  useEffect(() => {
    const form = box.current?.closest("form");
    if (!form) return;
    const look = () => {
      const given = new FormData(form).getAll(name);
      setOpen(wanted.split(" ").some((one) => given.includes(one)));
    };
    look();
    form.addEventListener("change", look);
    return () => form.removeEventListener("change", look);
  }, [name, wanted]);
  const look = without === "shown" ? styles.waits : styles.hidden;
  return (
    <div
      ref={box}
      className={open ? styles.open : look}
      role={without === "hidden" ? "status" : undefined}
    >
      {without === "shown" || open ? children : null}
    </div>
  );
}
