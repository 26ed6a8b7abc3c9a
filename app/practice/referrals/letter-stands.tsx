import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { formatDay } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { type LetterStands, mayRemind } from "@/lib/referrals/letters";
import type { ReferralDetail } from "@/lib/referrals/read";
import { letterNeedAction } from "./actions";
import styles from "./referrals.module.css";

/** Where a letter back stands, in a line. */
export async function letterStands(letter: LetterStands, zone: string): Promise<string> {
  const [t, locale] = [await getTranslations("documents.letter.stand"), await getLocale()];
  return t(letter.is, { day: letter.is === "sent" ? formatDay(letter.at, { locale, zone }) : "" });
}

/** On the page of a referral: the letter back, the way to it, and whether one is needed at all. */
export async function LetterBack({ referral }: { referral: ReferralDetail }) {
  const { id, letter, zone } = referral;
  if (!letter) return null;
  const [t, locale] = [await getTranslations("documents.letter"), await getLocale()];
  return (
    <div className={styles.letter}>
      <p>
        <Icon name={letter.is === "sent" ? "circle-check" : "stethoscope"} />
        <span>{await letterStands(letter, zone)}</span>
      </p>
      {letter.is === "excused" ? (
        <p className="muted sm">
          {t("excusedBy", {
            name: letter.by ?? t("somebody"),
            day: formatDay(letter.at, { locale, zone }),
          })}
        </p>
      ) : null}
      <div className="wrap-row">
        <Link href={`/practice/referrals/${id}/letter`}>
          {t(letter.is === "draft" ? "goOn" : letter.is === "sent" ? "open" : "write")}
        </Link>
        {mayRemind(referral.letterWanted, letter) ? (
          <LetterNeed referralId={id} excused={letter.is === "excused"} />
        ) : null}
      </div>
    </div>
  );
}

/** One press: no letter is needed, so nothing reminds of it; or it is to be reminded of again. */
export async function LetterNeed({
  referralId,
  excused,
}: {
  referralId: string;
  excused: boolean;
}) {
  const t = await getTranslations("documents.letter");
  return (
    <ActionForm action={letterNeedAction} id="letter-need">
      <input type="hidden" name="referralId" value={referralId} />
      <input type="hidden" name="needed" value={excused ? "yes" : "no"} />
      <SubmitButton variant="quiet" label={t(excused ? "remind" : "excuse")} />
    </ActionForm>
  );
}
