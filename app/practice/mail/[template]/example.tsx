"use client";

import { useForm } from "@/components/ui/form-context";
import styles from "./words.module.css";

type Mail = { subject: string; text: string; html: string };
type ExampleProps = {
  first: Mail;
  words: { title: string; text: string; lead: string };
};

const said = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

/** The message with an invented family: as it was saved, and after "Preview" as it is typed. */
export function Example({ first, words }: ExampleProps) {
  const facts = useForm()?.state.facts;
  const subject = said(facts?.subject) ?? first.subject;
  const html = said(facts?.html) ?? first.html;
  const text = said(facts?.text) ?? first.text;
  return (
    <section className="card" aria-live="polite">
      <header>
        <h2>{words.title}</h2>
      </header>
      <p className="muted sm">{words.lead}</p>
      <p className={styles.subject}>{subject}</p>
      {/* Without any permission: no script, no form, no way out of the frame. */}
      <iframe className={styles.frame} title={subject} srcDoc={html} sandbox="" />
      <h3 className={styles.plainTitle}>{words.text}</h3>
      <pre className={styles.plain}>{text}</pre>
    </section>
  );
}
