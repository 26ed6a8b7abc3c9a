import { dayText } from "../format";
import type { Mail, Part } from "../layout";
import type { Words } from "../words";
import type { Links, Reader } from "./booking";
import { formsPart } from "./forms";
import { type LessonFacts, lessonMail, readyPart, safetyParts, termsPart } from "./lesson";

/** Before the lesson: when, where, what to have ready, and one tap that says "we'll be there". */
export function reminderMail(
  words: Words,
  facts: LessonFacts,
  links: Links,
  { parent, own, forms }: Reader,
): Mail {
  const { t } = words;
  const name = facts.practitionerName;
  const asks = !facts.confirmed && links.manage !== null;
  const link = links.manage && {
    label: t(asks ? "reminder.confirm" : "booking.manage"),
    url: links.manage,
  };
  return lessonMail(words, {
    facts,
    parent,
    own,
    ours: {
      subject: t("reminder.subject", { name, day: dayText(words, facts) }),
      heading: t("reminder.heading", { name }),
      body: asks ? t("reminder.body", { name }) : t("reminder.confirmed", { name }),
    },
    link: link || null,
    ahead: true,
    below: [
      ...formsPart(words, forms),
      ...termsPart(words, facts, own),
      readyPart(words, "short"),
      ...safetyParts(words, facts),
    ],
  });
}

/** After the lesson: thanks, the home routine where there is one, and the way to the next lesson. */
export function followUpMail(
  words: Words,
  facts: LessonFacts,
  links: Links & { routine: string | null },
  { parent, own }: Reader,
): Mail {
  const { t } = words;
  const name = facts.practitionerName;
  const routine: Part[] = links.routine
    ? [{ p: t("followUp.routine", { name }) }, { button: t("routine.button"), url: links.routine }]
    : [];
  return lessonMail(words, {
    facts,
    parent,
    own,
    ours: {
      subject: t("followUp.subject", { name }),
      heading: t("followUp.heading", { name }),
      body: t("followUp.body", { name }),
    },
    link: { label: t("followUp.again"), url: links.find },
    ahead: false,
    below: [...routine, { small: t("booking.stop") }, { small: t("followUp.worry") }],
  });
}
