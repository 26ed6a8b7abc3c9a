import { type KeyboardEvent, type ReactNode, useState } from "react";
import { FieldError } from "@/components/ui/field";
import { type FieldOf, useField } from "@/components/ui/form-context";
import type { DraftStep } from "@/lib/routines/draft";
import styles from "./builder.module.css";
import {
  type BuilderIcon,
  type BuilderWords,
  fill,
  type Press,
  type Stroke,
} from "./builder-props";

const DRAGGED = "application/x-routine-step";

export type RowProps = {
  step: DraftStep;
  stroke: Stroke | undefined;
  /** The opening stays first. */
  fixed: boolean;
  words: BuilderWords;
  icons: Record<BuilderIcon, ReactNode>;
  press: Press;
  write: (key: string, fields: Partial<DraftStep>) => void;
  onDrop: (key: string) => void;
  onKeys: (event: KeyboardEvent) => void;
};

export function Row(props: RowProps) {
  const { step, stroke, fixed, words, icons, press, write, onDrop, onKeys } = props;
  const [over, setOver] = useState(false);
  const wrong = useField(`step.${step.key}`);
  const time = useField(`time.${step.key}`);
  const of = { step: stroke?.title ?? "" };
  const say = (text: string) => fill(text, of);
  const { key } = step;
  const rounds = Number(step.rounds);
  return (
    <li
      className={styles.step}
      id={wrong.id}
      data-over={over || undefined}
      onKeyDown={onKeys}
      onDragOver={(event) => {
        if (fixed || !event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const dragged = event.dataTransfer.getData(DRAGGED);
        if (!dragged) return;
        event.preventDefault();
        onDrop(dragged);
      }}
    >
      <input type="hidden" name={`stroke.${key}`} value={step.strokeKey} />
      <input type="hidden" name={`phase.${key}`} value={step.phase} />
      {fixed ? (
        <span className={styles.grab} />
      ) : (
        <span
          className={`js-only ${styles.grab}`}
          aria-hidden="true"
          draggable
          onDragStart={(event) => {
            event.dataTransfer.setData(DRAGGED, key);
            event.dataTransfer.effectAllowed = "move";
          }}
        >
          {icons.grip}
        </span>
      )}
      {stroke?.picture}
      <div className={styles.what}>
        <b>{stroke?.title}</b>
        <p className="sm muted">{stroke?.short}</p>
        {rounds > 1 ? (
          <p>
            <span className="tag">{fill(words.roundsShown, { count: rounds })}</span>
          </p>
        ) : null}
        {step.note ? (
          <p className={`sm ${styles.said}`}>
            {icons.note}
            <span>{step.note}</span>
          </p>
        ) : null}
      </div>
      <div className={styles.time}>
        <button {...press({ do: "less", key })} aria-label={say(words.less)}>
          {icons.less}
        </button>
        <label>
          <span className="sr">{say(words.time)}</span>
          <input
            className="num"
            id={time.id}
            name={`time.${key}`}
            maxLength={6}
            autoComplete="off"
            value={step.time}
            onChange={(event) => write(key, { time: event.target.value })}
            aria-invalid={time.error ? true : undefined}
            aria-describedby={time.error ? `${time.id}-error` : undefined}
          />
        </label>
        <button {...press({ do: "more", key })} aria-label={say(words.more)}>
          {icons.more}
        </button>
      </div>
      <div className={styles.moves}>
        {fixed ? null : (
          <>
            <button
              {...press({ do: "up", key }, `up-${key}`)}
              id={`up-${key}`}
              className="btn btn-quiet btn-icon btn-sm"
              aria-label={say(words.up)}
            >
              {icons.up}
            </button>
            <button
              {...press({ do: "down", key }, `down-${key}`)}
              id={`down-${key}`}
              className="btn btn-quiet btn-icon btn-sm"
              aria-label={say(words.down)}
            >
              {icons.down}
            </button>
          </>
        )}
      </div>
      <More {...props} say={say} />
      {[time, wrong].map(({ id, error }) =>
        error ? (
          <div key={id} className={styles.wide}>
            <FieldError id={`${id}-error`}>{error}</FieldError>
          </div>
        ) : null,
      )}
    </li>
  );
}

/** Rounds, side, a note, and out with it: what is seldom changed lies in a fold. */
function More({
  step,
  stroke,
  words,
  icons,
  press,
  write,
  say,
}: RowProps & { say: (text: string) => string }) {
  const { key } = step;
  const [note, rounds] = [useField(`note.${key}`), useField(`rounds.${key}`)];
  return (
    <details className={styles.more} open={note.error || rounds.error ? true : undefined}>
      <summary className="btn btn-quiet btn-icon btn-sm" aria-label={say(words.menu)}>
        {icons.menu}
      </summary>
      <div className={styles.panel}>
        <Pick
          field={rounds}
          name={`rounds.${key}`}
          label={say(words.rounds)}
          value={step.rounds}
          options={words.times.map((label, index) => [String(index + 1), label])}
          onPick={(value) => write(key, { rounds: value })}
        />
        {stroke && stroke.sides.length > 1 ? (
          <Pick
            name={`side.${key}`}
            label={say(words.side)}
            value={step.side}
            options={stroke.sides.map((side) => [side, words.sides[side]])}
            onPick={(value) => write(key, { side: value as DraftStep["side"] })}
          />
        ) : (
          <input type="hidden" name={`side.${key}`} value={step.side} />
        )}
        {stroke && stroke.positions.length > 1 ? (
          <Pick
            name={`position.${key}`}
            label={say(words.position)}
            value={step.position}
            options={stroke.positions.map((one) => [one, words.positions[one]])}
            onPick={(value) => write(key, { position: value as DraftStep["position"] })}
          />
        ) : (
          <input type="hidden" name={`position.${key}`} value={step.position} />
        )}
        <div className={`field ${styles.wide}`}>
          <label htmlFor={note.id}>
            {say(words.note)} <span className="optional">{words.optional}</span>
          </label>
          <span className="hint" id={`${note.id}-hint`}>
            {words.noteHint}
          </span>
          <input
            className="input"
            id={note.id}
            name={`note.${key}`}
            maxLength={160}
            value={step.note}
            onChange={(event) => write(key, { note: event.target.value })}
            aria-invalid={note.error ? true : undefined}
            aria-describedby={`${note.id}-hint`}
          />
          {note.error ? <FieldError id={`${note.id}-error`}>{note.error}</FieldError> : null}
        </div>
        <p className={styles.wide}>
          <button {...press({ do: "out", key }, "")} className="btn">
            {icons.out}
            {say(words.out)}
          </button>
        </p>
      </div>
    </details>
  );
}

function Pick({
  field,
  name,
  label,
  value,
  options,
  onPick,
}: {
  field?: FieldOf;
  name: string;
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onPick: (value: string) => void;
}) {
  const own = useField(name);
  const { id, error } = field ?? own;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        className="input"
        id={id}
        name={name}
        value={value}
        onChange={(event) => onPick(event.target.value)}
        aria-invalid={error ? true : undefined}
      >
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </div>
  );
}
