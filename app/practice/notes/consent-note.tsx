import { getLocale } from "next-intl/server";
import { formatDay } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { getTranslations } from "@/i18n/words";
import type { NoteEditing } from "@/lib/notes/edit.read";
import styles from "./notes.module.css";

type Props = {
  editing: Pick<NoteEditing, "keeping" | "clientId" | "practiceZone">;
  closed?: boolean;
};

/** Above a note: that nobody has agreed yet, or that somebody took it back, with the way to the family's consents. */
export async function ConsentNote({ editing, closed = false }: Props) {
  const { keeping, clientId, practiceZone: zone } = editing;
  const [t, locale] = [await getTranslations("notes.consent"), await getLocale()];
  const href = `/practice/clients/${clientId}/forms`;
  if (keeping.state === "given") return null;
  if (keeping.since === null)
    return (
      <Note
        tone="glow"
        className={styles.gap}
        action={<LinkButton href={href}>{t("ask")}</LinkButton>}
      >
        {t(keeping.state === "older" ? "older" : "unasked")}
      </Note>
    );
  const day = formatDay(keeping.since, { locale, zone }, "brief");
  return (
    <Note
      tone="bad"
      className={styles.gap}
      action={<LinkButton href={href}>{t("see")}</LinkButton>}
    >
      {closed ? (
        <>
          <p>{t("closed", { day })}</p>
          <p>{t("closedHow")}</p>
        </>
      ) : (
        t("before", { day })
      )}
    </Note>
  );
}
