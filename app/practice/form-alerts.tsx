import { cache } from "react";
import { actorIn } from "@/app/_server/actor";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import { formsToday } from "@/lib/intake/staff.read";

/** Asked once a request, however many babies are on the page. */
export const formsOfToday = cache(async () => {
  const actor = await actorIn("practice");
  return actor ? formsToday(actor, {}) : { alerts: [], withoutTeaching: [], unfinished: [] };
});

/** Beside a baby's name: an answer of a form that nobody has decided about yet. Clinicians alone see alerts. */
export async function BabyFormAlert({ babyId, clientId }: { babyId: string; clientId: string }) {
  const { alerts } = await formsOfToday();
  const t = await getTranslations("intake.today");
  const mine = alerts.filter(
    (one) => one.babyId === babyId || (one.babyId === null && one.clientId === clientId),
  );
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
