import { getTranslations } from "@/i18n/words";
import { Card } from "../ui/card";
import { UploadForm } from "./upload-form";

type Props = {
  area: "practice" | "family";
  babyId: string;
  firstName: string;
  practice: string;
  today: string;
  photosAllowed: boolean;
  mostBytes: number;
};

/** The card with the form that adds a file. */
export async function UploadCard({ area, babyId, firstName, practice, ...more }: Props) {
  const [t, refused, ui] = [
    await getTranslations("documents.files"),
    await getTranslations("documents.refused"),
    await getTranslations("ui.form"),
  ];
  return (
    <Card title={t("add")} id="add">
      <UploadForm
        action={`/api/files/${area}?baby=${babyId}`}
        done={`/${area}/babies/${babyId}/files?saved=added`}
        fileId={crypto.randomUUID()}
        today={more.today}
        mostBytes={more.mostBytes}
        photoWaits={
          more.photosAllowed ? null : t(area === "practice" ? "photoWaits" : "photoNeeds")
        }
        words={{
          pick: t("pick"),
          pickHint: t("pickHint"),
          about: t("about"),
          aboutLetter: t("aboutLetter"),
          aboutPhoto: t("aboutPhoto", { name: firstName }),
          aboutOther: t("aboutOther"),
          caption: t("caption"),
          optional: ui("optional"),
          onDay: t("onDay"),
          onDayHint: t("onDayHint"),
          send: t("send"),
          sending: t("sending"),
          sent: t("sent", { percent: "{percent}" }),
          looking: t("looking"),
          lost: t("lost"),
          tooBig: refused("tooBig"),
          sealed: t("sealed"),
          seen: area === "practice" ? t("staffOnly") : t("familyToo", { practice }),
        }}
      />
    </Card>
  );
}
