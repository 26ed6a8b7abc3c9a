"use client";

import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { FieldError } from "@/components/ui/field";
import { useField, useForm } from "@/components/ui/form-context";
import {
  changed,
  type DraftChange,
  type DraftStep,
  draftOf,
  draftSeconds,
} from "@/lib/routines/draft";
import type { Phase } from "@/lib/routines/schema";
import styles from "./builder.module.css";
import { type BuilderIcon, type BuilderWords, fill, type Stroke } from "./builder-props";
import { Row } from "./row";
import { Shelf } from "./shelf";

export type BuilderProps = {
  shelf: readonly Stroke[];
  initial: readonly DraftStep[];
  /** How often the main steps go round. */
  rounds: number;
  /** The grammar's: most steps, more than families keep, and the longest it may be. */
  limits: { steps: number; many: number; seconds: number };
  words: BuilderWords;
  icons: Record<BuilderIcon, ReactNode>;
  /** The name's field, above the steps. */
  name: ReactNode;
  /** Beside the steps: how often, and a note. */
  aside: ReactNode;
};

const PHASES: readonly Phase[] = ["start", "main", "warm_down"];

/**
 * A routine under the hands: rows that go up and down by button, by key or dragged, and a shelf of strokes. Every button
 * is a submit button as well, so that the page works before its scripts are there, and without any.
 */
export function Builder(props: BuilderProps) {
  const { shelf, initial, rounds, limits, words, icons, name, aside } = props;
  const { error } = useField("steps");
  const form = useForm();
  const sent = form?.state.values;
  const [draft, setDraft] = useState<readonly DraftStep[]>(() =>
    sent ? draftOf(sent, shelf) : initial,
  );
  const [loop, setLoop] = useState(Number(sent?.rounds) || rounds);
  const [said, setSaid] = useState("");
  const focus = useRef<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  // A row that moved takes the focus along; one that went leaves it with the list.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft is the signal that rows have moved
  useEffect(() => {
    if (focus.current === null) return;
    (document.getElementById(focus.current) ?? heading.current)?.focus();
    focus.current = null;
  }, [draft]);

  const titleOf = (step: DraftStep | undefined) =>
    shelf.find(({ key }) => key === step?.strokeKey)?.title ?? "";

  const change = (wanted: DraftChange, back: string | null) => {
    const next = changed(draft, wanted, shelf);
    if (next === draft) return;
    const gone = draft.find(({ key }) => !next.some((step) => step.key === key));
    const at = next.findIndex((step) =>
      wanted.do === "add" ? !draft.includes(step) : step.key === wanted.key,
    );
    const place = { step: titleOf(next[at]), place: at + 1, count: next.length };
    if (wanted.do !== "less" && wanted.do !== "more")
      setSaid(gone ? fill(words.removed, { step: titleOf(gone) }) : fill(words.placed, place));
    focus.current = back;
    setDraft(next);
  };
  /** With scripts nothing is sent; without them the button is the form's own. */
  const press = (wanted: DraftChange, back: string | null = null) => ({
    type: "submit" as const,
    name: "do",
    value: `${wanted.do}.${"stroke" in wanted ? wanted.stroke : wanted.key}`,
    formNoValidate: true,
    onClick: (event: MouseEvent) => {
      event.preventDefault();
      change(wanted, back);
    },
  });
  const write = (key: string, fields: Partial<DraftStep>) =>
    setDraft(draft.map((step) => (step.key === key ? { ...step, ...fields } : step)));

  const gas = draft.some(({ strokeKey }) => shelf.some(({ key, gas }) => gas && key === strokeKey));
  const seconds = draftSeconds(draft, gas ? loop : 1);
  const count = (list: readonly string[], n: number) => list[Math.min(n, list.length - 1)] ?? "";
  const minutes = (of: number) =>
    count(words.minutes, Math.max(of > 0 ? 1 : 0, Math.round(of / 60)));

  return (
    <div className={styles.builder}>
      <section className={`card ${styles.steps}`} aria-labelledby="steps-head">
        {name}
        <header className={styles.head}>
          <h2 id="steps-head" ref={heading} tabIndex={-1}>
            {count(words.steps, draft.length)}, {minutes(seconds)}
          </h2>
          {draft.some(({ phase }) => phase === "warm_down") ? (
            <span className="tag tag-good">
              {icons.check}
              <span>{words.warmDown}</span>
            </span>
          ) : null}
        </header>
        {draft.length > limits.many ? <p className="note note-glow">{words.many}</p> : null}
        {seconds > limits.seconds ? <p className="note note-glow">{words.long}</p> : null}
        <p className="sr" role="status">
          {said}
        </p>
        <div id="f-steps" tabIndex={-1}>
          {error ? <FieldError id="f-steps-error">{error}</FieldError> : null}
          {draft.length === 0 ? <p className="muted">{words.empty}</p> : null}
          {PHASES.map((phase) => {
            const own = draft.filter((step) => step.phase === phase);
            if (own.length === 0) return null;
            return (
              <div key={phase}>
                <h3 className={styles.phase}>
                  {words.phases[phase]}
                  <span className="num">{minutes(draftSeconds(own))}</span>
                </h3>
                <ol className="list">
                  {own.map((step) => (
                    <Row
                      key={step.key}
                      step={step}
                      stroke={shelf.find(({ key }) => key === step.strokeKey)}
                      fixed={phase === "start"}
                      words={words}
                      icons={icons}
                      press={press}
                      write={write}
                      onDrop={(key) => change({ do: "onto", key, other: step.key }, null)}
                      onKeys={(event: KeyboardEvent) => {
                        const to =
                          event.key === "ArrowUp"
                            ? "up"
                            : event.key === "ArrowDown"
                              ? "down"
                              : null;
                        if (!event.altKey || !to) return;
                        event.preventDefault();
                        change({ do: to, key: step.key }, document.activeElement?.id ?? null);
                      }}
                    />
                  ))}
                </ol>
              </div>
            );
          })}
        </div>
        {gas ? (
          <div className={`field ${styles.round}`}>
            <label htmlFor="f-rounds">{words.loop}</label>
            <span className="hint" id="f-rounds-hint">
              {words.loopHint}
            </span>
            <select
              id="f-rounds"
              name="rounds"
              className="input"
              aria-describedby="f-rounds-hint"
              value={loop}
              onChange={(event) => setLoop(Number(event.target.value))}
            >
              {words.loops.map((label, index) => (
                <option key={label} value={index + 1}>
                  {label}
                </option>
              ))}
            </select>
          </div>
        ) : null}
      </section>
      <Shelf
        shelf={shelf}
        full={draft.length >= limits.steps}
        words={words}
        icons={icons}
        press={press}
      />
      <aside className={styles.aside}>{aside}</aside>
    </div>
  );
}
