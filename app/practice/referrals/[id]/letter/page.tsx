import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale } from "next-intl/server";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { LetterView } from "@/components/documents/letter-view";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { TextArea } from "@/components/ui/field";
import { formatDay } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { isClinician } from "@/lib/core/actor";
import { type LetterToWrite, letterToWrite } from "@/lib/documents/letter.read";
import { LETTER_PLANS } from "@/lib/documents/letter.schema";
import { practiceFacts } from "@/lib/practices/read";
import { BackLink } from "../../../_setup/back-link";
import setup from "../../../_setup/setup.module.css";
import { LetterNeed } from "../../letter-stands";
import { dropLetterAction, saveLetterAction, sendLetterAction } from "./actions";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ edit?: string | string[]; sent?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("documents.letter"))("page") };
}

/** The letter back to the doctor of a referral: written, looked at as the doctor will read it, and sent. */
async function Letter({ params, searchParams }: Props) {
  const [{ id }, { edit, sent }] = [await params, await searchParams];
  const actor = await pageActor("practice", `/practice/referrals/${id}/letter`);
  if (!isClinician(actor)) notFound();
  const letter = await found(letterToWrite(actor, { referralId: id }));
  const { zone } = await practiceFacts(actor, {});
  const t = await getTranslations("documents.letter");
  return (
    <div className={`page ${setup.page}`}>
      <BackLink href={`/practice/referrals/${id}`}>{t("back")}</BackLink>
      <PageHead title={t("page")} detail={t("lead", { doctor: letter.doctor })} />
      {letter.agreed ? null : (
        <Note
          tone="glow"
          action={
            <LinkButton href={`/practice/clients/${letter.clientId}/forms`}>{t("ask")}</LinkButton>
          }
        >
          {t("noConsent")}
        </Note>
      )}
      {letter.wanted === "unsaid" ? null : (
        <Note icon="stethoscope">
          {t("wanted", { wanted: letter.wanted, doctor: letter.doctor })}
        </Note>
      )}
      <Sent letter={letter} zone={zone} now={sent !== undefined} />
      {sent !== undefined && edit === undefined && !letter.draft ? (
        <p>
          <LinkButton href={`/practice/referrals/${id}/letter?edit=1`}>{t("another")}</LinkButton>
        </p>
      ) : null}
      {letter.draft && edit === undefined ? (
        <Look letter={letter} draft={letter.draft} referralId={id} />
      ) : sent === undefined || edit !== undefined ? (
        <Words letter={letter} referralId={id} />
      ) : null}
      {letter.mayRemind ? <LetterNeed referralId={id} excused={letter.excused} /> : null}
    </div>
  );
}

async function Words({ letter, referralId }: { letter: LetterToWrite; referralId: string }) {
  const t = await getTranslations("documents.letter");
  const { words, draft } = letter;
  return (
    <ActionForm action={saveLetterAction} id="letter">
      <input type="hidden" name="referralId" value={referralId} />
      <input type="hidden" name="seen" value={draft?.seen ?? ""} />
      <TextArea
        name="taught"
        label={t("taught")}
        hint={t("hintTaught")}
        defaultValue={words.taught}
        maxLength={3000}
      />
      <TextArea
        name="observed"
        label={t("observed")}
        hint={t("hintObserved")}
        defaultValue={words.observed}
        maxLength={3000}
      />
      <TextArea
        name="concerns"
        label={t("forDoctor")}
        hint={t("hintConcerns")}
        defaultValue={words.concerns}
        maxLength={2000}
        optional
      />
      <ChoiceGroup name="plan" legend={t("plan")}>
        {LETTER_PLANS.map((plan) => (
          <ChoiceCard
            key={plan}
            value={plan}
            label={t(`plans.${plan}`)}
            defaultChecked={words.plan === plan}
          />
        ))}
      </ChoiceGroup>
      <TextArea
        name="planWords"
        label={t("planWords")}
        defaultValue={words.planWords}
        maxLength={1500}
        optional
      />
      <SubmitButton label={t("preview")} />
    </ActionForm>
  );
}

type Draft = NonNullable<LetterToWrite["draft"]>;

async function Look({
  letter,
  draft,
  referralId,
}: {
  letter: LetterToWrite;
  draft: Draft;
  referralId: string;
}) {
  const t = await getTranslations("documents.letter");
  const fields = <input type="hidden" name="letterId" value={draft.id} />;
  return (
    <>
      <Note>{t("look", { doctor: letter.doctor })}</Note>
      <Card
        title={t("title")}
        action={
          <ButtonLink href={`/api/letters/practice/${draft.id}`} download>
            {t("pdf")}
          </ButtonLink>
        }
      >
        <LetterView blocks={draft.document.blocks} />
      </Card>
      <div className="wrap-row">
        {letter.agreed ? (
          <ActionForm action={sendLetterAction} id="send">
            {fields}
            <input type="hidden" name="seen" value={draft.seen} />
            <SubmitButton label={t("send")} busyLabel={t("sending")} />
          </ActionForm>
        ) : null}
        <LinkButton href={`/practice/referrals/${referralId}/letter?edit=1`} size="lg">
          {t("change")}
        </LinkButton>
        <ActionForm action={dropLetterAction} id="drop">
          {fields}
          <SubmitButton variant="quiet" label={t("drop")} />
        </ActionForm>
      </div>
    </>
  );
}

async function Sent({ letter, zone, now }: { letter: LetterToWrite; zone: string; now: boolean }) {
  const [t, locale] = [await getTranslations("documents.letter"), await getLocale()];
  if (letter.sent.length === 0) return null;
  return (
    <Card title={t("sentTitle")}>
      <div role="status">{now ? <Note tone="good">{t("sentNow")}</Note> : null}</div>
      <ul className="list">
        {letter.sent.map(({ id, sentAt }) => {
          const day = formatDay(sentAt, { locale, zone }, "date");
          return (
            <li key={id}>
              <span className="grow">{t("sentOn", { day })}</span>
              <ButtonLink
                href={`/api/letters/practice/${id}`}
                download
                aria-label={t("pdfOf", { day })}
              >
                {t("pdf")}
              </ButtonLink>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

export default practicePage(Letter);
