import { compose, type Mail } from "../layout";
import type { Words } from "../words";

export function routineMail(words: Words, facts: { assignedBy: string; link: string }): Mail {
  const { t } = words;
  const name = facts.assignedBy;
  return compose(words, {
    subject: t("routine.subject", { name }),
    heading: t("routine.heading", { name }),
    parts: [
      { p: t("routine.body", { name }) },
      { button: t("routine.button"), url: facts.link },
      { small: t("routine.safety") },
    ],
    footer: t("footer"),
  });
}
