import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { page } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { MovePicker, moveSearch } from "@/components/change/move-picker";
import { PublicShell } from "@/components/shell/public-shell";
import { getTranslations } from "@/i18n/words";
import { ownTimes } from "@/lib/booking/own.read";
import { moveOwnAction } from "../../change-actions";
import { linkedBooking } from "../linked";

type Props = {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("change.move");
  return { title: t("title"), robots: { index: false, follow: false } };
}

export default page(Move);

async function Move({ params, searchParams }: Props) {
  const [{ token }, search] = [await params, moveSearch(await searchParams)];
  const { holder, booking, base, hidden } = await linkedBooking(token);
  if (booking.problem) redirect(base);
  const times = await found(ownTimes(holder, { from: search.from }));
  return (
    <PublicShell items={["find", "refer", "signIn"]} width="mid">
      <MovePicker
        times={times}
        search={search}
        base={base}
        hidden={hidden}
        action={moveOwnAction}
      />
    </PublicShell>
  );
}
