import { callName } from "@/app/family/call-name";
import { Card } from "@/components/ui/card";
import { DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import type { lessonSummaries } from "@/lib/notes/family.read";
import styles from "./from-practitioner.module.css";

type Props = { summaries: Awaited<ReturnType<typeof lessonSummaries>>; zone: string };

/** What the practitioner wrote for the family about this lesson, on purpose. */
export async function FromPractitioner({ summaries, zone }: Props) {
  const t = await getTranslations("notes.family");
  return summaries.map(({ id, by, baby, sentAt, words }) => (
    <Card key={id} title={t("title", { name: callName(by) })}>
      <p className="sm muted">
        {t("about", { baby })} <DateText on={sentAt} zone={zone} />
      </p>
      <p className={styles.words}>{words}</p>
    </Card>
  ));
}
