import { getLocale } from "next-intl/server";
import { getTranslations } from "@/i18n/words";
import { sizeText } from "../files/size";
import { ActionForm } from "../ui/action-form";
import { ButtonLink } from "../ui/button";
import { buttonClass } from "../ui/button-class";
import { Card } from "../ui/card";
import type { FormAction } from "../ui/form-state";
import { Note } from "../ui/note";
import { SubmitButton } from "../ui/submit-button";
import { DateText, Time } from "../ui/time";
import styles from "./exports.module.css";
import { ForWhom } from "./for-whom";

export type ListedExport = {
  id: string;
  phase: "waiting" | "rows" | "records" | "files" | "ready" | "failed";
  done: number;
  total: number;
  rows: number;
  records: number;
  files: number;
  size: number;
  askedAt: Date;
  fetchedAt: Date | null;
  expiresAt: Date | null;
};
type Actions = { ask: FormAction; drop: FormAction; fresh: FormAction };
type Props = {
  area: "practice" | "family";
  /** Left out for a whole practice. */
  clientId?: string | undefined;
  path: string;
  zone: string;
  fresh: boolean;
  items: readonly ListedExport[];
  care: string;
  actions: Actions;
  /** Staff say for whom they make a family's record: the grown-ups of it. */
  readers?: readonly { id: string; name: string }[] | undefined;
};

/** What is in a ZIP, the button that makes one, and those that were made. */
export async function Exports({
  area,
  clientId,
  path,
  zone,
  fresh,
  items,
  care,
  actions,
  readers,
}: Props) {
  const t = await getTranslations("documents.take");
  const hidden = (
    <>
      <input type="hidden" name="back" value={path} />
      {clientId ? <input type="hidden" name="clientId" value={clientId} /> : null}
    </>
  );
  const running = items.some((one) => !["ready", "failed"].includes(one.phase));
  return (
    <div className={styles.cards}>
      <Card title={t("whatTitle")}>
        <ul className={styles.what}>
          {(["data", "records", "files", "schema", "manifest"] as const).map((one) => (
            <li key={one}>{t(`what.${one}`)}</li>
          ))}
        </ul>
        <Note tone="glow" className={styles.care}>
          {care}
        </Note>
        {fresh ? (
          <ActionForm action={actions.ask} id="ask">
            {hidden}
            {readers ? <ForWhom name="forWhom" readers={readers} /> : null}
            <SubmitButton
              label={items.length > 0 ? t("makeNew") : t("make")}
              busyLabel={t("making")}
              variant={items.some((one) => one.phase === "ready") ? "default" : "primary"}
            />
          </ActionForm>
        ) : (
          <ActionForm action={actions.fresh} id="fresh">
            {hidden}
            <p>{t("freshFirst")}</p>
            <SubmitButton label={t("sendCode")} busyLabel={t("sending")} />
          </ActionForm>
        )}
      </Card>
      {items.length > 0 ? (
        <Card
          title={t("listTitle")}
          action={
            running ? (
              <ButtonLink href={path} size="sm">
                {t("reload")}
              </ButtonLink>
            ) : null
          }
        >
          <ul className="list">
            {items.map((one) => (
              <One key={one.id} {...{ area, zone, fresh, one, path }} drop={actions.drop} />
            ))}
          </ul>
        </Card>
      ) : null}
    </div>
  );
}

type OneProps = Pick<Props, "area" | "zone" | "fresh" | "path"> & {
  one: ListedExport;
  drop: FormAction;
};

async function One({ area, zone, fresh, one, path, drop }: OneProps) {
  const [t, locale] = [await getTranslations("documents.take"), await getLocale()];
  const { phase, done, total, rows, records, files } = one;
  const over = phase === "ready" || phase === "failed";
  return (
    <li className={styles.one}>
      <p>
        <b>{t(`phase.${phase}`)}</b>
      </p>
      {over ? null : (
        <>
          <progress
            className={styles.bar}
            max={Math.max(1, total)}
            value={done}
            aria-label={t("progressLabel")}
          />
          <p className="sm muted num">{t("progress", { done, total })}</p>
        </>
      )}
      {phase === "ready" ? (
        <p className="num">
          {t("holds", { rows, records, files, size: sizeText(one.size, locale) })}
        </p>
      ) : null}
      <p className="sm muted num">
        {t("asked")} <DateText on={one.askedAt} zone={zone} look="date" />
        {", "}
        <Time at={one.askedAt} zone={zone} />
        {". "}
        {phase === "ready" && one.expiresAt ? (
          <>
            {one.fetchedAt ? t("fetched") : t("until")}{" "}
            <DateText on={one.expiresAt} zone={zone} look="date" />
            {", "}
            <Time at={one.expiresAt} zone={zone} />
            {"."}
          </>
        ) : null}
      </p>
      {phase === "ready" ? (
        <div className="wrap-row">
          {fresh ? (
            <form action={`/api/exports/${area}/${one.id}`} method="post">
              <button type="submit" className={buttonClass({ variant: "primary", size: "lg" })}>
                {t("download")}
              </button>
            </form>
          ) : null}
          <ActionForm action={drop} id={`drop-${one.id}`} className="">
            <input type="hidden" name="exportId" value={one.id} />
            <input type="hidden" name="back" value={path} />
            <SubmitButton variant="quiet" label={t("drop")} busyLabel={t("dropping")} />
          </ActionForm>
        </div>
      ) : null}
    </li>
  );
}
