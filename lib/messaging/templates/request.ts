import { dayText, timeText } from "../format";
import { compose, type Mail } from "../layout";
import type { Words } from "../words";
import { type LessonFacts, lessonRows, termsText } from "./lesson";

/** `placed`: staff moved a request to a time that its family did not ask for. */
export type RequestEvent = "asked" | "placed" | "please" | "declined" | "unanswered" | "given_back";

/** `times` are free ones to choose instead, each with its address. */
type Answer = {
  answerBy: Date | null;
  link: string;
  times?: readonly { startsAt: Date; url: string }[];
};

/** A lesson that somebody asked for, and what became of it. What people wrote about it stays on the page it is linked to. */
export function requestMail(
  words: Words,
  event: RequestEvent,
  facts: LessonFacts,
  { answerBy, link, times = [] }: Answer,
): Mail {
  const { t } = words;
  const name = facts.practitionerName;
  const day = dayText(words, facts);
  const { timeZone } = facts;
  const at = answerBy && { startsAt: answerBy, endsAt: answerBy, timeZone };
  const until = at ? `${dayText(words, at)}, ${timeText(words, at)}` : "";
  return compose(words, {
    subject: t(`request.${event}.subject`, { name, day }),
    heading: t(`request.${event}.heading`, { name }),
    parts: [
      { p: t(`request.${event}.body`, { name, until }) },
      { facts: lessonRows(words, facts) },
      ...(times.length > 0 ? [{ p: t("request.times", { name }) }] : []),
      ...times.map(({ startsAt, url }) => {
        const one = { startsAt, endsAt: startsAt, timeZone };
        return { button: `${dayText(words, one)}, ${timeText(words, one)}`, url };
      }),
      { button: t(`request.${event}.button`), url: link },
      ...(event === "asked" || event === "placed" ? [{ small: termsText(words, facts) }] : []),
    ],
    footer: t("booking.footer", { practice: facts.practiceName, reference: facts.reference }),
  });
}

/** One mail, once, to an address that somebody else gave us. */
export function copiesMail(
  words: Words,
  { asked, practice, link }: { asked: string; practice: string; link: string },
): Mail {
  const { t } = words;
  return compose(words, {
    subject: t("copies.subject", { asked, practice }),
    heading: t("copies.heading"),
    parts: [
      { p: t("copies.body", { asked, practice }) },
      { button: t("copies.button"), url: link },
    ],
    footer: t("copies.footer"),
  });
}

/** The lessons to come, for somebody who gets copies from now on. */
export function copiesBeginMail(
  words: Words,
  practice: string,
  lessons: readonly { facts: LessonFacts; manage: string | null }[],
): Mail {
  const { t } = words;
  return compose(words, {
    subject: t("copies.begin.subject", { practice }),
    heading: t("copies.begin.heading", { practice }),
    parts: [
      { p: t("copies.begin.body", { count: lessons.length }) },
      ...lessons.flatMap(({ facts, manage }) => [
        { facts: lessonRows(words, facts) },
        ...(manage ? [{ button: t("booking.manage"), url: manage }] : []),
      ]),
    ],
    footer: t("copies.begin.footer"),
  });
}

/** The code alone: a link would sign somebody in who only wants to book. */
export function proofMail(words: Words, { code }: { code: string }): Mail {
  const { t } = words;
  return compose(words, {
    subject: t("proof.subject"),
    heading: t("proof.heading"),
    parts: [{ p: t("proof.body") }, { code }, { small: t("proof.notYou") }],
    footer: t("footer"),
  });
}
