import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { page } from "@/app/_server/missing";
import { CancelForm } from "@/components/change/cancel-form";
import { PublicShell } from "@/components/shell/public-shell";
import { getTranslations } from "@/i18n/words";
import { cancelOwnAction } from "../../change-actions";
import { linkedBooking } from "../linked";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("change.cancel");
  return { title: t("title"), robots: { index: false, follow: false } };
}

export default page(Cancel);

async function Cancel({ params }: { params: Promise<{ token: string }> }) {
  const { booking, base, hidden } = await linkedBooking((await params).token);
  if (booking.problem) redirect(base);
  return (
    <PublicShell items={["find", "refer", "signIn"]} width="narrow">
      <CancelForm lesson={booking} base={base} hidden={hidden} action={cancelOwnAction} />
    </PublicShell>
  );
}
