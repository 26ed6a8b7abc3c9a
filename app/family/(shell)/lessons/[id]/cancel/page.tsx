import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { cancelOwnAction } from "@/app/(public)/booking/change-actions";
import { CancelForm } from "@/components/change/cancel-form";
import { getTranslations } from "@/i18n/words";
import { ownLesson } from "@/lib/booking/own.read";
import styles from "../../../family.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("change.cancel"))("title") };
}

async function Cancel({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const base = `/family/lessons/${id}`;
  const actor = await pageActor("family", `${base}/cancel`);
  const lesson = await found(ownLesson(actor, { bookingId: id }));
  if (lesson.problem) redirect(base);
  return (
    <div className={styles.page}>
      <CancelForm lesson={lesson} base={base} hidden={{ bookingId: id }} action={cancelOwnAction} />
    </div>
  );
}

export default familyPage(Cancel);
