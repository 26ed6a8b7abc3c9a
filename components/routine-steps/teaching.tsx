import { getTranslations } from "@/i18n/words";
import { PRE_CHECK_LIST, TALK_CUES, TOUCH_ADVICE } from "@/lib/safety/advice";
import styles from "./routine-steps.module.css";

export type TeachingProps = {
  name: string;
  /** The record asks for care: then nobody is told that firmer is fine. */
  careful?: boolean | undefined;
  level?: 2 | 3 | undefined;
};

/** What surrounds the strokes: the place, the voice and the hand. The article says it before any stroke. */
export async function Teaching({ name, careful, level = 3 }: TeachingProps) {
  const [r, s] = [await getTranslations("routines"), await getTranslations("safety.preChecks")];
  const Heading = `h${level}` as const;
  const place = PRE_CHECK_LIST.filter(({ group, kind }) => group === "place" && kind === "advice");
  const touch = TOUCH_ADVICE.filter(({ key }) => !(careful && key === "firmer_as_grows"));
  const lists: [title: string, items: string[]][] = [
    [
      r("place.title"),
      place.map(({ key }) =>
        r("place.line", { what: s(`${key}.prompt`), how: s(`${key}.hint`, { name }) }),
      ),
    ],
    [r("talk.title"), TALK_CUES.map(({ key }) => r(`talk.${key}`, { name }))],
    [r("touch.title"), touch.map(({ key }) => r(`touch.${key}`, { name }))],
  ];
  return (
    <div className={styles.teaching}>
      {lists.map(([title, items]) => (
        <div key={title} className={styles.phase}>
          <Heading className={styles.phaseHead}>{title}</Heading>
          <ul>
            {items.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
