import { z } from "zod";
import { isSystem } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { toldNothing } from "@/lib/intake/consent.read";
import { mailLinks } from "@/lib/messaging/links";
import { queueMails } from "@/lib/messaging/outbox";
import { referralNewsMail } from "@/lib/messaging/templates/referral";
import { mailWords } from "@/lib/messaging/words";
import { referralMailFacts } from "@/lib/referrals/mail-facts";
import { command } from "@/lib/work/command";

/** Tells the doctor of a referral that there is something new on its page, and nothing of what it is. */
export const queueReferralNews = command({
  name: "messaging.queue_referral_news",
  allow: isSystem,
  input: z.strictObject({
    practiceId: id("practice"),
    referralId: id("referral"),
    newsId: z.uuid("errors:unknownId"),
  }),
  run: async (work, { practiceId, referralId, newsId }) => {
    const facts = await referralMailFacts(work.tx, { practiceId, referralId });
    const secret = facts?.doctorSecret;
    // Taken back since: there is nothing on the page any more.
    const silenced = facts?.clientId && (await toldNothing(work.tx, practiceId, facts.clientId));
    const queued =
      facts && secret && !silenced
        ? await queueMails(work, [
            {
              practiceId,
              // The doctor's mail: a family that wants silence has nothing to do with it.
              clientId: null,
              template: "referral_news",
              about: referralId,
              to: facts.doctor.email,
              dedupe: `referral_news:${newsId}:${facts.doctor.email}`,
              mail: referralNewsMail(
                mailWords(facts.doctor.locale ?? facts.locale),
                facts,
                mailLinks.trackReferral(secret),
              ),
            },
          ])
        : 0;
    work.audit({ type: "referral", id: referralId }, { event: "news", queued });
  },
});
