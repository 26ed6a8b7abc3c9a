import { dayText, type When } from "../format";
import { compose, type Mail, type Part } from "../layout";
import type { Words } from "../words";

/** In a mail about a lesson: the way to the forms that are still open. Nothing of what they ask. */
export const formsPart = ({ t }: Words, link: string | null | undefined): Part[] =>
  link ? [{ p: t("forms.ask") }, { button: t("forms.button"), url: link }] : [];

/** Some days before the lesson, to whoever has not finished. */
export function formsReminderMail(
  words: Words,
  facts: When & { practitionerName: string; practiceName: string },
  link: string,
): Mail {
  const { t } = words;
  const name = facts.practitionerName;
  return compose(words, {
    subject: t("forms.subject", { name }),
    heading: t("forms.heading", { name }),
    parts: [
      { p: t("forms.body", { name, day: dayText(words, facts) }) },
      { button: t("forms.button"), url: link },
      { small: t("forms.saved") },
    ],
    footer: t("footer"),
  });
}

/** Asked by hand: a form is there, whoever asks. */
export function formsAskedMail(words: Words, practice: string, link: string): Mail {
  const { t } = words;
  return compose(words, {
    subject: t("forms.asked", { practice }),
    heading: t("forms.asked", { practice }),
    parts: [
      { p: t("forms.ask") },
      { button: t("forms.button"), url: link },
      { small: t("forms.saved") },
    ],
    footer: t("footer"),
  });
}

export type SignedMail = {
  practice: string;
  name: string;
  relation: string;
  when: string;
  lines: readonly { shown: string; answer: "given" | "declined" | "withdrawn"; hash: string }[];
};

/** The signer's own copy: exactly what was on the page, what they said to it, and when. No clinical words. */
export function signedCopyMail(words: Words, copy: SignedMail): Mail {
  const { t } = words;
  const { practice } = copy;
  return compose(words, {
    subject: t("consents.subject", { practice }),
    heading: t("consents.heading"),
    parts: [
      {
        p: t("consents.body", {
          practice,
          name: copy.name,
          relation: copy.relation,
          when: copy.when,
        }),
      },
      ...copy.lines.flatMap(({ shown, answer, hash }): Part[] => [
        { p: `${shown}\n${t("consents.answer", { answer })}` },
        { small: t("consents.hash", { hash }) },
      ]),
      { small: t("consents.change") },
    ],
    footer: t("footer"),
  });
}
