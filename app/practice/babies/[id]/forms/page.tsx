import { practicePage } from "@/app/_server/missing";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import { isClinician } from "@/lib/core/actor";
import { clientForms } from "@/lib/intake/staff.read";
import { practiceFacts } from "@/lib/practices/read";
import { FormRows } from "../../../clients/[id]/forms/form-rows";
import { babyOfPage } from "../baby";

/** The forms about one baby, with the way to all of the family's and its consents. */
async function BabyForms({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { actor, baby } = await babyOfPage(id);
  const [all, { zone }] = [
    await clientForms(actor, { clientId: baby.clientId }),
    await practiceFacts(actor, {}),
  ];
  const t = await getTranslations("intake.staff");
  return (
    <Card
      title={t("forms")}
      action={<Link href={`/practice/clients/${baby.clientId}/forms`}>{t("title")}</Link>}
    >
      <FormRows
        forms={all.filter((one) => one.babyId === (baby.sameAs ?? id) || one.babyId === null)}
        clientId={baby.clientId}
        zone={zone}
        reads={isClinician(actor)}
      />
    </Card>
  );
}

export default practicePage(BabyForms);
