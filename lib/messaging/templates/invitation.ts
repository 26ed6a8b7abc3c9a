import { compose, type Mail } from "../layout";
import type { Words } from "../words";

export type InvitationFacts = {
  practiceName: string;
  invitedBy: string;
  role: "owner" | "practitioner" | "front_desk";
  link: string;
};

export function invitationMail(words: Words, facts: InvitationFacts): Mail {
  const { t } = words;
  const { practiceName, invitedBy } = facts;
  return compose(words, {
    subject: t("invitation.subject", { practiceName }),
    heading: t("invitation.heading", { practiceName }),
    parts: [
      { p: t("invitation.body", { invitedBy, practiceName, role: facts.role }) },
      { button: t("invitation.button"), url: facts.link },
      { small: t("invitation.once") },
    ],
    footer: t("footer"),
  });
}
