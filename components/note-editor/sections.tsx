"use client";

import type { ReactNode } from "react";
import { TextArea, TextField } from "@/components/ui/field";
import { CHECKS, CUES, FIRST_CUES, GOALS, LEVELS, PLANS, SKIN, STATES } from "@/lib/notes/schema";
import type { NoteEditorProps } from "./model";
import styles from "./note-editor.module.css";
import { PhraseText } from "./phrases";
import { Choose, Pills } from "./pills";
import { Strokes } from "./strokes";

type Props = NoteEditorProps & { touch: () => void };

export function Section({
  title,
  id,
  children,
}: {
  title: string;
  id: string;
  children: ReactNode;
}) {
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div className={styles.parts}>{children}</div>
    </section>
  );
}
const Folded = ({
  title,
  open,
  children,
}: {
  title: string;
  open?: boolean;
  children: ReactNode;
}) => (
  <details className={styles.folded} open={open}>
    <summary>{title}</summary>
    <div className={styles.parts}>{children}</div>
  </details>
);

/** A lesson: what was seen, taught and agreed. */
export function LessonSections(props: Props) {
  const { note, words, firstStrokes, medals, stateIcons } = props;
  const { content } = note;
  const states = STATES.map((value) => ({
    value,
    label: words.states[value],
    icon: stateIcons[value],
  }));
  const state = (name: "stateStart" | "stateMiddle" | "stateEnd") => (
    <Pills
      name={`content.${name}`}
      legend={words.stateAt[name] ?? ""}
      hideLegend={name === "stateStart"}
      type="radio"
      look="tiles"
      options={states}
      chosen={content[name] ? [content[name]] : []}
    />
  );
  const cues = (some: readonly (typeof CUES)[number][], more?: boolean) => (
    <Pills
      name="content.cues"
      legend={more ? words.moreCues : words.cues}
      hideLegend
      type="checkbox"
      options={some.map((value) => ({ value, label: words.cueNames[value] }))}
      chosen={content.cues}
      {...(more && { id: "f-more-cues" })}
    />
  );
  const moreCues = CUES.filter((cue) => !FIRST_CUES.includes(cue));
  const other = Object.keys(words.strokeNames).filter((key) => !firstStrokes.includes(key));
  const strokes = { strokes: content.strokes, taught: content.taught, medals, words };
  return (
    <>
      <Section title={words.state} id="state">
        {state("stateStart")}
        <Folded title={words.moreStates} open={Boolean(content.stateMiddle ?? content.stateEnd)}>
          {state("stateMiddle")}
          {state("stateEnd")}
        </Folded>
      </Section>
      <Section title={words.cues} id="cues">
        {cues(FIRST_CUES)}
        <Folded
          title={words.moreCues}
          open={Boolean(content.cuesOther) || moreCues.some((cue) => content.cues.includes(cue))}
        >
          {cues(moreCues, true)}
          <TextField
            name="content.cuesOther"
            label={words.cuesOther}
            defaultValue={content.cuesOther ?? ""}
            autoComplete="off"
            optional
          />
        </Folded>
      </Section>
      <Section title={words.taught} id="taught">
        <Strokes keys={firstStrokes} {...strokes} />
        {other.length > 0 ? (
          <Folded
            title={words.moreStrokes}
            open={content.strokes.some((key) => other.includes(key))}
          >
            <Strokes keys={other} {...strokes} />
          </Folded>
        ) : null}
      </Section>
      <Section title={words.went} id="went">
        <PhraseText
          name="content.went"
          label={words.went}
          hint={words.wentHint}
          value={content.went}
          onChange={props.touch}
          icon={props.icons.mic}
          {...{ words, snippets: props.snippets, locale: props.locale }}
        />
        <Folded title={words.told} open={Boolean(content.told)}>
          <TextArea
            name="content.told"
            label={words.told}
            hint={words.toldHint}
            defaultValue={content.told ?? ""}
            optional
          />
        </Folded>
        <Folded title={words.details} open={hasDetails(content)}>
          <Details {...props} />
        </Folded>
        <Folded title={words.goals} open={content.goals.length > 0}>
          <div className={styles.pairs}>
            {GOALS.map((goal) => (
              <Choose
                key={goal}
                id={`goal-${goal}`}
                name="content.goals"
                label={words.goalNames[goal] ?? goal}
                value={content.goals.find((one) => one.startsWith(`${goal}:`)) ?? ""}
                options={[
                  { value: "", label: words.notSaid },
                  ...LEVELS.map((level) => ({
                    value: `${goal}:${level}`,
                    label: words.levels[level] ?? level,
                  })),
                ]}
              />
            ))}
          </div>
        </Folded>
      </Section>
      <Section title={words.plan} id="plan">
        <Pills
          name="content.plan"
          legend={words.plan}
          hideLegend
          type="checkbox"
          options={PLANS.map((value) => ({ value, label: words.plans[value] }))}
          chosen={content.plan}
        />
        <TextArea
          name="content.planWords"
          label={words.planWords}
          defaultValue={content.planWords ?? ""}
          rows={2}
          optional
        />
      </Section>
    </>
  );
}

type Content = NoteEditorProps["note"]["content"];
const hasDetails = ({
  position,
  oil,
  minutes,
  skinBefore,
  skinAfter,
  present,
  presentOther,
}: Content) =>
  Boolean(position ?? oil ?? minutes ?? skinBefore ?? skinAfter ?? presentOther) ||
  present.length > 0;

function Details({ note, words, guardians }: Props) {
  const { content } = note;
  const blank = { value: "", label: words.notSaid };
  const skin = [blank, ...SKIN.map((value) => ({ value, label: words.skin[value] ?? value }))];
  const people = [...new Set([...guardians, ...content.present])];
  return (
    <>
      {people.length > 0 ? (
        <Pills
          name="content.present"
          legend={words.present}
          type="checkbox"
          options={people.map((name) => ({ value: name, label: name }))}
          chosen={content.present}
        />
      ) : null}
      <div className={styles.pairs}>
        <TextField
          name="content.presentOther"
          label={words.presentOther}
          defaultValue={content.presentOther ?? ""}
          autoComplete="off"
          optional
        />
        <TextField
          name="content.minutes"
          label={words.minutes}
          defaultValue={content.minutes ?? ""}
          inputMode="numeric"
          autoComplete="off"
          optional
        />
        <Choose
          id="f-position"
          name="content.position"
          label={words.position}
          value={content.position ?? ""}
          options={[
            blank,
            ...Object.entries(words.positions).map(([value, label]) => ({ value, label })),
          ]}
        />
        <TextField
          name="content.oil"
          label={words.oil}
          hint={words.oilHint}
          defaultValue={content.oil ?? ""}
          autoComplete="off"
          optional
        />
        <Choose
          id="f-skin-before"
          name="content.skinBefore"
          label={words.skinBefore}
          value={content.skinBefore ?? ""}
          options={skin}
        />
        <Choose
          id="f-skin-after"
          name="content.skinAfter"
          label={words.skinAfter}
          value={content.skinAfter ?? ""}
          options={skin}
        />
      </div>
    </>
  );
}

/** Of every kind of note: what was looked at, and what went wrong. */
export const Checks = ({ note: { content }, words }: Pick<Props, "note" | "words">) => (
  <Section title={words.checks} id="checks">
    <Pills
      name="content.checks"
      legend={words.checks}
      hideLegend
      type="checkbox"
      options={CHECKS.map((value) => ({ value, label: words.checkNames[value] }))}
      chosen={content.checks}
    />
    <div className={styles.incident}>
      <TextArea
        name="content.incident"
        label={words.incident}
        hint={words.incidentHint}
        defaultValue={content.incident ?? ""}
        rows={2}
        required={false}
        placeholder=" "
      />
    </div>
  </Section>
);

/** SOAP as for teaching: its assessment is of the teaching, never a diagnosis. */
export function SoapSections(props: Props) {
  const { note, words } = props;
  return (["subjective", "objective", "assessment", "planned"] as const).map((field) => (
    <Section key={field} title={words.soap[field] ?? field} id={field}>
      <PhraseText
        name={`content.${field}`}
        label={words.soap[field] ?? field}
        hint={words.soapHint[field] ?? ""}
        value={note.content[field]}
        rows={3}
        onChange={props.touch}
        icon={props.icons.mic}
        {...{ words, snippets: props.snippets, locale: props.locale }}
      />
    </Section>
  ));
}

export const FreeSection = (props: Props) => (
  <Section title={props.words.free} id="free">
    <PhraseText
      name="content.free"
      label={props.words.free}
      hint={props.words.wentHint}
      value={props.note.content.free}
      rows={12}
      onChange={props.touch}
      icon={props.icons.mic}
      {...{ words: props.words, snippets: props.snippets, locale: props.locale }}
    />
  </Section>
);
