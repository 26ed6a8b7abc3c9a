import { cache } from "react";
import { actorIn } from "@/app/_server/actor";
import { Icon, type IconName } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import type { Flag } from "@/lib/intake/schema";
import { familyAlerts } from "@/lib/intake/staff.read";

/** What presses differs by its mark and its words, never by colour alone. */
export const ALERT_MARK: Readonly<Record<Flag, { icon: IconName; tone: "bad" | "glow" }>> = {
  emergency: { icon: "siren", tone: "bad" },
  urgent: { icon: "phone", tone: "bad" },
  doctor: { icon: "stethoscope", tone: "glow" },
  look: { icon: "triangle-alert", tone: "glow" },
};

/** Asked once a request, however many babies of a family are on the page. */
const alertsOf = cache(async (clientId: string) => {
  const actor = await actorIn("practice");
  return actor ? familyAlerts(actor, { clientId }) : [];
});

/** Beside a baby's name: answers that nobody has decided about yet, the most pressing first. Clinicians alone see alerts. */
export async function BabyFormAlert({ babyId, clientId }: { babyId: string; clientId: string }) {
  const alerts = await alertsOf(clientId);
  const t = await getTranslations("intake.today");
  const mine = alerts.filter((one) => one.babyId === babyId || one.babyId === null);
  return mine.map(({ id, assignmentId, worst }) => (
    <Link
      key={id}
      className={`tag tag-${ALERT_MARK[worst].tone}`}
      href={`/practice/clients/${clientId}/forms/${assignmentId}`}
    >
      <Icon name={ALERT_MARK[worst].icon} />
      <span>{t(`babyAlerts.${worst}`)}</span>
    </Link>
  ));
}
