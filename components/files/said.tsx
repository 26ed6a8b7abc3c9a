import { getTranslations } from "@/i18n/words";
import { Note } from "../ui/note";

const saved = ["added", "shown", "hidden", "changed", "removed", "back"] as const;
const refused = [
  ...["empty", "tooBig", "heic", "notAllowed", "brokenPdf", "brokenPicture", "hugePicture"],
  ...[
    "tooMany",
    "room",
    "noConsent",
    "healthTakenBack",
    "removed",
    "onDay",
    "about",
    "signIn",
    "often",
    "away",
    "other",
  ],
] as const;
export const refusedCode = (code: string | undefined) => refused.find((one) => one === code);
type Props = { search: { saved?: string | undefined; refused?: string | undefined } };

/** What became of the last form, by the code in the address. */
export async function Said({ search }: Props) {
  const [t, why] = [
    await getTranslations("documents.files"),
    await getTranslations("documents.refused"),
  ];
  const done = saved.find((one) => one === search.saved);
  const not = refusedCode(search.refused);
  if (not)
    return (
      <Note tone="bad" role="alert">
        <p>{why(not)}</p>
        <p>{t("plain")}</p>
      </Note>
    );
  return done ? (
    <Note tone="good" role="status">
      {t(`saved.${done}`)}
    </Note>
  ) : null;
}
