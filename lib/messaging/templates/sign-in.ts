import { compose, type Mail } from "../layout";
import type { Words } from "../words";

/** Link and code of one request. The code stays out of the subject, which a locked phone shows to everybody. */
export function signInMail(words: Words, facts: { link: string; code: string }): Mail {
  const { t } = words;
  return compose(words, {
    subject: t("signIn.subject"),
    heading: t("signIn.heading"),
    parts: [
      { p: t("signIn.press") },
      { button: t("signIn.button"), url: facts.link },
      { p: t("signIn.orCode") },
      { code: facts.code },
      { small: t("signIn.notYou") },
    ],
    footer: t("footer"),
  });
}
