import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { DateOfBirth } from "@/components/ui/birth-date";
import { Card } from "@/components/ui/card";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { SelectField, TextField } from "@/components/ui/field";
import { formatDay } from "@/components/ui/format";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { ClientConsents } from "@/lib/intake/consent.read";
import { CONSENT_KINDS } from "@/lib/intake/schema";
import { consentText, localeOf, shownHash } from "@/lib/intake/words";
import setup from "../../../_setup/setup.module.css";
import styles from "../../clients.module.css";
import { recordPaperAction } from "./actions";

type Props = { consents: ClientConsents; clientId: string; practice: string; zone: string };

const TONES = { given: "good", older: "glow", objected: "bad", unasked: "neutral" } as const;

/** How each consent stands, who said what, and what was signed on paper. */
export async function Consents({ consents, clientId, practice, zone }: Props) {
  const [t, k, c, locale] = [
    await getTranslations("intake.staff"),
    await getTranslations("intake.kinds"),
    await getTranslations("intake.consent"),
    await getLocale(),
  ];
  const day = (at: Date) => formatDay(at, { locale, zone }, "date");
  const texts = CONSENT_KINDS.map((kind) => consentText(kind, practice, localeOf(locale)));
  const signers = consents.people.filter(
    (one) => one.maySign || one.said.some(({ answer }) => answer === "given"),
  );
  return (
    <>
      <Card title={t("consents")}>
        <ul className={setup.rows}>
          {consents.lines.map(({ kind, state, on }) => (
            <li key={kind} className={setup.row}>
              <span className={setup.what}>{k(kind)}</span>
              <Tag
                tone={TONES[state]}
                icon={state === "given" ? "check" : state === "objected" ? "x" : undefined}
              >
                {t(`state.${state}`, { day: on ? day(on) : "" })}
              </Tag>
            </li>
          ))}
        </ul>
        {consents.people.some((one) => one.said.length > 0) ? (
          <dl className={`stack ${styles.said}`}>
            {consents.people
              .filter((one) => one.said.length > 0)
              .map((one) => (
                <div key={one.id}>
                  <dt>
                    <b>{one.name}</b>
                  </dt>
                  {one.said.map((said) => (
                    <dd key={said.id} className="sm muted">
                      {k(said.kind)}:{" "}
                      {t(said.older ? "saidOlder" : "said", {
                        answer: said.answer,
                        day: said.paperOn
                          ? formatDay(said.paperOn, { locale, zone: "UTC" }, "date")
                          : day(said.signedAt),
                        n: said.textVersion,
                      })}
                    </dd>
                  ))}
                </div>
              ))}
          </dl>
        ) : (
          <p className="muted">{t("consentsNone")}</p>
        )}
      </Card>
      {signers.length > 0 ? (
        <details className={setup.old}>
          <summary>{t("paper")}</summary>
          <Card>
            <p className="muted measure">{t("paperLead")}</p>
            <ActionForm action={recordPaperAction} id="paper">
              <input type="hidden" name="clientId" value={clientId} />
              <input type="hidden" name="shownHash" value={shownHash(texts)} />
              <SelectField
                name="guardianId"
                label={t("paperWho")}
                options={signers.map((one) => ({ value: one.id, label: one.name }))}
              />
              {texts.map((text) => (
                <ChoiceGroup
                  key={text.kind}
                  name={`answers.${text.kind}`}
                  legend={text.title}
                  hint={text.text}
                >
                  <ChoiceCard value="given" label={c("yes")} />
                  <ChoiceCard value="declined" label={c("no")} />
                </ChoiceGroup>
              ))}
              <TextField
                name="typedName"
                label={t("paperName")}
                maxLength={80}
                autoComplete="off"
              />
              <TextField
                name="relation"
                label={c("relation")}
                hint={c("relationHint")}
                maxLength={60}
                autoComplete="off"
              />
              <DateOfBirth name="paperOn" legend={t("paperOn")} />
              <SubmitButton label={t("paperSave")} />
            </ActionForm>
          </Card>
        </details>
      ) : null}
    </>
  );
}
