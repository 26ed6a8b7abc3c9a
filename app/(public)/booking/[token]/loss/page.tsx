import type { Metadata } from "next";
import { page } from "@/app/_server/missing";
import { LossForm } from "@/components/change/cancel-form";
import { PublicShell } from "@/components/shell/public-shell";
import { getTranslations } from "@/i18n/words";
import { mournOwnAction } from "../../change-actions";
import { linkedBooking } from "../linked";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("change.loss");
  return { title: t("title"), robots: { index: false, follow: false } };
}

export default page(Loss);

async function Loss({ params }: { params: Promise<{ token: string }> }) {
  const { booking, name, base, hidden } = await linkedBooking((await params).token);
  return (
    <PublicShell items={["find"]} width="narrow">
      <LossForm
        name={name}
        base={base}
        hidden={hidden}
        action={mournOwnAction}
        done={booking.cancelRule === "bereavement"}
      />
    </PublicShell>
  );
}
