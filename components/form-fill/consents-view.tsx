import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { TextField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { formatDay } from "@/components/ui/format";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { ConsentKind } from "@/lib/intake/schema";
import styles from "./form-fill.module.css";

type Text = {
  kind: ConsentKind;
  version: number;
  title: string;
  text: string;
  hash: string;
  last: {
    answer: "given" | "declined" | "withdrawn";
    textVersion: number;
    signedAt: Date;
    /** The words they said yes to, where today's are others. */
    shown: string | null;
  } | null;
};
export type ConsentsData = {
  clientId: string;
  practice: string;
  zone: string;
  name: string;
  relation: string;
  /** Whether they may say yes for this baby now; what they gave they may always take back. */
  maySign: boolean;
  texts: readonly Text[];
  /** The hash over all questions that are still open. */
  openHash: string;
};
type Props = { data: ConsentsData; action: FormAction; link: string; signed: boolean };

/** Questions of consent: those that are open in one form under one signature, each answered one to change by itself. */
export async function ConsentsView({ data, action, link, signed }: Props) {
  const [t, locale] = [await getTranslations("intake.consent"), await getLocale()];
  const day = (at: Date) => formatDay(at, { locale, zone: data.zone }, "date");
  const open = data.texts.filter(isOpen);
  // Without the right to say yes, what was given to older words is still there to be taken back.
  const said = data.texts.filter((text) => !isOpen(text) || (!data.maySign && text.last));
  const newest = said
    .flatMap(({ last }) => last ?? [])
    .sort((a, b) => b.signedAt.getTime() - a.signedAt.getTime())[0];
  const done = newest?.answer === "withdrawn" ? "takenBack" : "signed";
  return (
    <>
      <h1>{t("title")}</h1>
      <p className="muted measure">{t("lead")}</p>
      <div role="status">{signed ? <Note tone="good">{t(done)}</Note> : null}</div>
      {data.maySign ? null : <Note tone="glow">{t("mayNot", { practice: data.practice })}</Note>}
      {data.maySign && open.length > 0 ? (
        <Card title={t("open")}>
          <ActionForm action={action} id="sign">
            <Hidden data={data} link={link} kinds={open} hash={data.openHash} />
            {open.map(({ kind, title, text, last }) => (
              <div key={kind} className={styles.asked}>
                <ChoiceGroup
                  name={`answers.${kind}`}
                  legend={title}
                  hint={
                    <span className={styles.text}>
                      {text} {t(`effect.${kind}`)}
                      {last ? (
                        <span className={styles.older}>
                          {t("older", { day: day(last.signedAt) })}
                        </span>
                      ) : null}
                    </span>
                  }
                >
                  <ChoiceCard value="given" label={t("yes")} />
                  <ChoiceCard value="declined" label={t("no")} />
                </ChoiceGroup>
                {last?.shown ? (
                  <details className={styles.more}>
                    <summary>
                      {t("earlier", { title, day: day(last.signedAt), n: last.textVersion })}
                    </summary>
                    <p className={`measure ${styles.text}`}>{last.shown}</p>
                  </details>
                ) : null}
              </div>
            ))}
            <Sign data={data} />
            <SubmitButton label={t("sign")} />
          </ActionForm>
        </Card>
      ) : null}
      {said.length > 0 ? <h2>{t("given")}</h2> : null}
      {said.map((text) => (
        <Said key={text.kind} text={text} data={data} action={action} link={link} />
      ))}
    </>
  );
}

export const isOpen = ({ last, version }: Text): boolean =>
  last === null || (last.answer === "given" && last.textVersion < version);

async function Said({ text, data, action, link }: Omit<Props, "signed"> & { text: Text }) {
  const [t, locale] = [await getTranslations("intake.consent"), await getLocale()];
  const { last, kind } = text;
  if (!last) return null;
  const given = last.answer === "given";
  const day = formatDay(last.signedAt, { locale, zone: data.zone }, "date");
  return (
    <Card
      title={text.title}
      level={3}
      action={
        <Tag tone={given ? "good" : "neutral"} icon={given ? "check" : "x"}>
          {t("stands", { answer: last.answer, day })}
        </Tag>
      }
    >
      <p className={`measure ${styles.text}`}>{text.text}</p>
      {data.maySign || given ? (
        <details className={styles.more}>
          <summary>
            {t(given ? "takeBack" : "giveNow")}
            <span className="sr">: {text.title}</span>
          </summary>
          <ActionForm action={action} id={`one-${kind}`}>
            <Hidden data={data} link={link} kinds={[text]} hash={text.hash} />
            <input type="hidden" name={`answers.${kind}`} value={given ? "declined" : "given"} />
            {given ? <p className="sm">{t(`effect.${kind}`)}</p> : null}
            <Sign data={data} />
            <SubmitButton variant="default" label={t(given ? "takeBack" : "giveNow")} />
          </ActionForm>
        </details>
      ) : null}
    </Card>
  );
}

function Hidden({
  data,
  link,
  kinds,
  hash,
}: {
  data: ConsentsData;
  link: string;
  kinds: readonly Text[];
  hash: string;
}) {
  return (
    <>
      <input type="hidden" name="link" value={link} />
      <input type="hidden" name="clientId" value={data.clientId} />
      <input type="hidden" name="shownHash" value={hash} />
      {kinds.map(({ kind }) => (
        <input key={kind} type="hidden" name="kind" value={kind} />
      ))}
    </>
  );
}

async function Sign({ data }: { data: ConsentsData }) {
  const t = await getTranslations("intake.consent");
  return (
    <>
      <TextField
        name="typedName"
        label={t("typedName")}
        hint={t("typedNameHint")}
        maxLength={80}
        autoComplete="name"
      />
      <TextField
        name="relation"
        label={t("relation")}
        hint={t("relationHint")}
        maxLength={60}
        autoComplete="off"
        defaultValue={data.relation}
      />
    </>
  );
}
