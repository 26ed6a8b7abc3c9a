import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import type { Question } from "@/lib/intake/schema";
import { refusedCode } from "../files/said";
import { FILE_TYPES } from "../files/send";
import { buttonClass } from "../ui/button-class";
import { Icon } from "../ui/icon";
import { Note } from "../ui/note";
import type { GivenFile } from "./file-question";
import styles from "./form-fill.module.css";

type Props = {
  question: Question;
  items: readonly GivenFile[];
  send: string;
  mostFiles: number;
  /** The part that asks. */
  back: string;
  refused: string | undefined;
};

/** The files of one question on a page of their own: plain forms, for browsers that run no scripts. */
export async function FilePage({ question, items, send, mostFiles, back, refused }: Props) {
  const [t, why] = [
    await getTranslations("intake.file"),
    await getTranslations("documents.refused"),
  ];
  const not = refusedCode(refused);
  return (
    <section className="card stack">
      <h2>{question.label}</h2>
      {not ? (
        <Note tone="bad" role="alert">
          {why(not)}
        </Note>
      ) : null}
      {items.length > 0 ? (
        <ul className={styles.files}>
          {items.map((file) => (
            <li key={file.id} className={styles.file}>
              <Icon name="file-text" />
              <span className={styles.fileName}>
                {file.name} <span className="sm muted num">{file.size}</span>
              </span>
              <form action={`${send}&remove=${file.id}`} method="post">
                <button type="submit" className={buttonClass({ variant: "quiet" })}>
                  {t("remove")}
                  <span className="sr"> {file.name}</span>
                </button>
              </form>
            </li>
          ))}
        </ul>
      ) : null}
      {items.length < mostFiles ? (
        <form action={send} method="post" encType="multipart/form-data" className="form">
          <input type="hidden" name="id" value={crypto.randomUUID()} />
          <div className="field">
            <label htmlFor="one-file">{t(items.length > 0 ? "another" : "pick")}</label>
            <span className="hint" id="one-file-hint">
              {question.hint ? `${question.hint} ` : null}
              {t("types")}
            </span>
            <input
              className={`input ${styles.pick}`}
              id="one-file"
              name="file"
              type="file"
              required
              accept={FILE_TYPES}
              aria-describedby="one-file-hint"
            />
          </div>
          <button type="submit" className={buttonClass({ variant: "primary", size: "lg" })}>
            {t("add")}
          </button>
        </form>
      ) : null}
      <p>
        <Link className={styles.back} href={back}>
          <Icon name="arrow-left" /> {t("back")}
        </Link>
      </p>
    </section>
  );
}
