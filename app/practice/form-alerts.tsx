import { cache } from "react";
import { actorIn } from "@/app/_server/actor";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import { familyAlerts } from "@/lib/intake/staff.read";

/** Asked once a request, however many babies of a family are on the page. */
const alertsOf = cache(async (clientId: string) => {
  const actor = await actorIn("practice");
  return actor ? familyAlerts(actor, { clientId }) : [];
});

/** Beside a baby's name: an answer of a form that nobody has decided about yet. Clinicians alone see alerts. */
export async function BabyFormAlert({ babyId, clientId }: { babyId: string; clientId: string }) {
  const alerts = await alertsOf(clientId);
  const t = await getTranslations("intake.today");
  const mine = alerts.filter((one) => one.babyId === babyId || one.babyId === null);
  return mine.map(({ id, assignmentId }) => (
    <Link
      key={id}
      className="tag tag-bad"
      href={`/practice/clients/${clientId}/forms/${assignmentId}`}
    >
      <Icon name="triangle-alert" />
      <span>{t("babyAlert")}</span>
    </Link>
  ));
}
