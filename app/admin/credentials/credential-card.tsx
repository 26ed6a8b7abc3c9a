import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { SelectField } from "@/components/ui/field";
import { formatDay } from "@/components/ui/format";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag, type TagProps } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { QueuedCredential } from "@/lib/credentials/checking.read";
import { revokeReasons } from "@/lib/credentials/schema";
import styles from "../admin.module.css";
import { checkAction, revokeAction } from "./actions";

const tones = { claimed: "glow", checked: "good", revoked: "bad" } as const satisfies Record<
  string,
  TagProps["tone"]
>;

export async function CredentialCard({ credential }: { credential: QueuedCredential }) {
  const [t, locale] = [await getTranslations("admin.credentials"), await getLocale()];
  const { id, state, zone, checkedBy, checkedAt, revokedAt, reason, link, seen } = credential;
  const day = (on: Date | string | null) =>
    on ? formatDay(on, { locale, zone }, "date") : t("unsaid");
  const decided = state === "claimed" ? null : (revokedAt ?? checkedAt);
  const facts = [
    [t("practitioner"), credential.practitionerName],
    [t("practice"), credential.practiceName],
    [t("issuer"), credential.issuer],
    [t("number"), credential.number ?? t("unsaid")],
    [t("issued"), day(credential.issuedOn)],
    [t("expires"), day(credential.expiresOn)],
    [t("claimed"), day(credential.claimedAt)],
  ];
  return (
    <Card
      as="article"
      title={credential.title}
      action={<Tag tone={tones[state]}>{t(`states.${state}`)}</Tag>}
    >
      <dl className={styles.facts}>
        <dt>{t("kind")}</dt>
        <dd>{t(`kinds.${credential.kind}`)}</dd>
        {facts.map(([label, value]) => [
          <dt key={`${label}-label`}>{label}</dt>,
          <dd key={`${label}-value`}>{value}</dd>,
        ])}
        {decided ? (
          <>
            <dt>{t(`decided.${state}`)}</dt>
            <dd>{t("byWhom", { name: checkedBy ?? t("unsaid"), day: day(decided) })}</dd>
          </>
        ) : null}
        {reason ? (
          <>
            <dt>{t(state === "claimed" ? "before" : "why")}</dt>
            <dd>{t(`reasons.${reason}`)}</dd>
          </>
        ) : null}
      </dl>
      {link ? (
        <p className="sm">
          <a href={link} rel="noreferrer">
            {t("link")}
          </a>
        </p>
      ) : null}
      {credential.slug ? (
        <p className="sm">
          <a href={`/p/${credential.slug}`}>{t("profile")}</a>
        </p>
      ) : null}
      {credential.own ? (
        <Note tone="info">{t("own")}</Note>
      ) : (
        <div className={styles.decide}>
          {state === "checked" ? null : (
            <ActionForm action={checkAction} id={`check-${id}`} className="">
              <input type="hidden" name="credentialId" value={id} />
              <input type="hidden" name="seen" value={seen} />
              <SubmitButton
                label={t("check")}
                busyLabel={t("saving")}
                size="md"
                variant={state === "claimed" ? "primary" : "default"}
              />
            </ActionForm>
          )}
          {state === "revoked" ? null : (
            <ActionForm action={revokeAction} id={`revoke-${id}`} className="">
              <input type="hidden" name="credentialId" value={id} />
              <input type="hidden" name="seen" value={seen} />
              <SelectField
                name="reason"
                label={t("reason")}
                defaultValue=""
                options={[
                  { value: "", label: t("chooseReason") },
                  ...revokeReasons.map((value) => ({ value, label: t(`reasons.${value}`) })),
                ]}
              />
              <SubmitButton
                label={t(state === "claimed" ? "reject" : "revoke")}
                busyLabel={t("saving")}
                size="md"
                variant="danger"
              />
            </ActionForm>
          )}
        </div>
      )}
    </Card>
  );
}
