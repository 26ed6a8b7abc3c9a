import { SelectField } from "@/components/ui/field";
import { WhenAsked } from "@/components/ui/when-asked";
import { getTranslations } from "@/i18n/words";
import { LIMIT_REASONS } from "@/lib/booking/limits.rules";

/** Why something is done all the same; mostly there is nothing to say. */
export const reasons = <R extends string>(
  all: readonly R[],
  none: string,
  say: (reason: R) => string,
) => [{ value: "", label: none }, ...all.map((value) => ({ value, label: say(value) }))];

/** Why there is one lesson more than a day or week may have, or one so near to another. */
export async function LimitReason({ asked = false }: { asked?: boolean }) {
  const t = await getTranslations("staff_change.limits");
  const none = asked ? t("asked.none") : t("none");
  return (
    <SelectField
      name="limits"
      label={asked ? t("asked.label") : t("label")}
      hint={asked ? t("asked.hint") : t("hint")}
      optional={!asked}
      options={reasons(LIMIT_REASONS, none, (value) => t(`reason.${value}`))}
    />
  );
}

/** The same, once a first press was refused for it. */
export const LimitReasonAsked = () => (
  <WhenAsked fact="limits">
    <LimitReason asked />
  </WhenAsked>
);
