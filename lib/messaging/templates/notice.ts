import { dayText, whenText } from "../format";
import { compose, type Mail } from "../layout";
import type { NoticeEvent } from "../notices";
import type { Words } from "../words";
import { type LessonFacts, placeText } from "./lesson";

/** To staff: what a family did by itself. Nothing of the baby; the rest is behind the link. */
export function noticeMail(
  words: Words,
  event: NoticeEvent,
  facts: LessonFacts,
  about: { family: string; link: string; settings: string },
): Mail {
  const { t } = words;
  const { family } = about;
  const values = { day: dayText(words, facts), name: facts.practitionerName };
  return compose(words, {
    subject: t(`notice.${event}.subject`, values),
    heading: t(`notice.${event}.heading`, values),
    parts: [
      { p: t(`notice.${event}.body`, { family, name: facts.practitionerName }) },
      {
        facts: [
          [t("booking.when"), whenText(words, facts)],
          [t("booking.what"), facts.serviceName],
          [t("booking.where"), placeText(words, facts)],
        ],
      },
      { button: t("notice.button"), url: about.link },
      { small: t("notice.why", { url: about.settings }) },
    ],
    footer: t("booking.footer", { practice: facts.practiceName, reference: facts.reference }),
  });
}
