import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { moveOwnAction } from "@/app/(public)/booking/change-actions";
import { MovePicker, moveSearch } from "@/components/change/move-picker";
import { getTranslations } from "@/i18n/words";
import { ownTimes } from "@/lib/booking/own.read";
import styles from "../../../family.module.css";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("change.move"))("title") };
}

async function Move({ params, searchParams }: Props) {
  const [{ id }, search] = [await params, moveSearch(await searchParams)];
  const base = `/family/lessons/${id}`;
  const actor = await pageActor("family", `${base}/move`);
  const times = await found(ownTimes(actor, { bookingId: id, from: search.from }));
  if (times.problem) redirect(base);
  return (
    <div className={styles.page}>
      <MovePicker
        times={times}
        search={search}
        base={base}
        hidden={{ bookingId: id }}
        action={moveOwnAction}
      />
    </div>
  );
}

export default familyPage(Move);
