import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { mournOwnAction } from "@/app/(public)/booking/change-actions";
import { callName } from "@/app/family/call-name";
import { LossForm } from "@/components/change/cancel-form";
import { getTranslations } from "@/i18n/words";
import { ownLesson } from "@/lib/booking/own.read";
import styles from "../../../family.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("change.loss"))("title") };
}

async function Loss({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const base = `/family/lessons/${id}`;
  const actor = await pageActor("family", `${base}/loss`);
  const lesson = await found(ownLesson(actor, { bookingId: id }));
  return (
    <div className={styles.page}>
      <LossForm
        name={callName(lesson.practitioner)}
        base={base}
        hidden={{ bookingId: id }}
        action={mournOwnAction}
        done={lesson.cancelRule === "bereavement"}
      />
    </div>
  );
}

export default familyPage(Loss);
