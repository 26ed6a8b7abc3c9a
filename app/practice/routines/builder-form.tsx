import { Medal } from "@/components/figure/medal";
import { Builder } from "@/components/routine-builder/builder";
import type { BuilderIcon, BuilderWords, Stroke } from "@/components/routine-builder/builder-props";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { Icon, type IconName } from "@/components/ui/icon";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { draftFrom } from "@/lib/routines/draft";
import { isGas, MANY_STEPS, ROUTINE_MAX_SECONDS } from "@/lib/routines/grammar";
import { STROKES } from "@/lib/routines/library";
import {
  MAX_ROUNDS,
  MAX_STEPS,
  MAX_TIMES,
  type Often,
  PERIODS,
  PHASES,
  type Routine,
  SIDES,
  STROKE_KEYS,
} from "@/lib/routines/schema";
import { POSITIONS } from "@/lib/safety/schema";
import { buildAction } from "./actions";

const pictures: Record<BuilderIcon, IconName> = {
  grip: "grip-vertical",
  less: "minus",
  more: "plus",
  up: "chevron-up",
  down: "chevron-down",
  menu: "ellipsis",
  out: "trash-2",
  add: "plus",
  check: "check",
  note: "message-circle",
};

/** Left open for the page to fill in. */
const open = (name: string): string => `{${name}}`;
const upTo = (most: number) => Array.from({ length: most }, (_, index) => index + 1);

async function builderWords(): Promise<BuilderWords> {
  const [t, r] = [await getTranslations("assign.builder"), await getTranslations("routines")];
  const step = { step: open("step") };
  const of = <K extends string>(keys: readonly K[], word: (key: K) => string) =>
    Object.fromEntries(keys.map((key) => [key, word(key)])) as Record<K, string>;
  return {
    ...of(
      [
        ...(["warmDown", "empty", "noteHint", "optional", "loop"] as const),
        ...(["loopHint", "strokes", "search", "none", "full"] as const),
      ],
      (key) => t(key),
    ),
    ...of(
      [
        ...(["removed", "time", "less", "more", "up", "down", "out", "menu"] as const),
        ...(["rounds", "position", "side", "note", "add"] as const),
      ],
      (key) => t(key, step),
    ),
    placed: t("placed", { ...step, place: open("place"), count: open("count") }),
    roundsShown: t("roundsShown", { count: open("count") }),
    many: r("problems.many_steps"),
    long: r("problems.routine_too_long"),
    steps: [0, ...upTo(MAX_STEPS)].map((count) => r("steps", { count })),
    minutes: [0, ...upTo(90)].map((count) => r("minutes", { count })),
    times: upTo(MAX_ROUNDS).map((count) => t("times", { count })),
    loops: upTo(MAX_ROUNDS).map((count) => t("loops", { count })),
    phases: of(PHASES, (key) => r(`phases.${key}`)),
    positions: of(POSITIONS, (key) => r(`positions.${key}`)),
    sides: of(SIDES, (key) => r(`sides.${key}`)),
  };
}

async function shelf(): Promise<Stroke[]> {
  const s = await getTranslations("strokes");
  return STROKE_KEYS.map((key) => {
    const { seconds, positions, sides } = STROKES[key];
    const words = { title: s(`${key}.title`), short: s(`${key}.short`) };
    const gas = isGas([{ strokeKey: key }]);
    return { key, seconds, positions, sides, ...words, picture: <Medal stroke={key} />, gas };
  });
}

/** "Up to twice, a week": two lists side by side, for a suggestion and for what is assigned. */
export async function HowOften({ often, none }: { often?: Often | undefined; none?: boolean }) {
  const t = await getTranslations("assign.builder");
  return (
    <div className="wrap-row">
      <SelectField
        name="times"
        label={t("howOften")}
        optional={none}
        defaultValue={often ? String(often.times) : none ? "" : "1"}
        options={[
          ...(none ? [{ value: "", label: t("oftenNone") }] : []),
          ...upTo(MAX_TIMES).map((count) => ({
            value: String(count),
            label: t("oftenTimes", { count }),
          })),
        ]}
      />
      <SelectField
        name="per"
        label={t("per")}
        defaultValue={often?.per ?? "day"}
        options={PERIODS.map((value) => ({ value, label: t(`pers.${value}`) }))}
      />
    </div>
  );
}

export type BuilderFormProps = {
  heading: string;
  detail: string;
  body: Pick<Routine, "steps" | "loop" | "often" | "note"> | null;
  title: string;
  /** What the form answers for: a routine and its version, or what a new one comes from. */
  hidden: Readonly<Record<string, string>>;
};

export async function BuilderForm({ heading, detail, body, title, hidden }: BuilderFormProps) {
  const t = await getTranslations("assign.builder");
  const icons = Object.fromEntries(
    Object.entries(pictures).map(([key, icon]) => [key, <Icon key={key} name={icon} />]),
  ) as Record<BuilderIcon, React.ReactNode>;
  return (
    <ActionForm action={buildAction} className="">
      <PageHead title={heading} detail={detail}>
        <SubmitButton size="md" label={t("save")} busyLabel={t("saving")} />
      </PageHead>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Builder
        shelf={await shelf()}
        initial={draftFrom(body?.steps ?? [])}
        limits={{ steps: MAX_STEPS, many: MANY_STEPS, seconds: ROUTINE_MAX_SECONDS }}
        rounds={body?.loop?.maxRounds ?? 1}
        words={await builderWords()}
        icons={icons}
        name={<TextField name="title" label={t("name")} defaultValue={title} maxLength={80} />}
        aside={
          <Card title={t("when")}>
            <div className="stack">
              <HowOften often={body?.often} none />
              <TextArea
                name="note"
                label={t("familyNote")}
                hint={t("familyNoteHint")}
                maxLength={1000}
                rows={4}
                optional
                {...(body?.note ? { defaultValue: body.note } : {})}
              />
            </div>
          </Card>
        }
      />
    </ActionForm>
  );
}
