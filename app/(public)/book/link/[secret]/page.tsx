import type { Metadata } from "next";
import { visitor } from "@/app/_server/actor";
import { markMissing } from "@/app/_server/missing";
import { PublicShell } from "@/components/shell/public-shell";
import { ActionForm } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/link-button";
import { Money } from "@/components/ui/price";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { invitedTo } from "@/lib/booking/service-link.write";
import { Refusal } from "@/lib/core/refusal";
import { acceptInvitationAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("change.link");
  return { title: t("title"), robots: { index: false, follow: false } };
}

/** Behind a link that books one lesson of a service, once. Opening it uses nothing up. */
export default async function Invitation({ params }: { params: Promise<{ secret: string }> }) {
  const { secret } = await params;
  const t = await getTranslations("change.link");
  const time = await getTranslations("booking.time");
  const offer = await offerOf(secret);
  if (!offer) await markMissing();
  return (
    <PublicShell items={["find", "signIn"]} width="narrow">
      {offer ? (
        <div className="stack">
          <h1>{t("title")}</h1>
          <p>{t("lead", { name: offer.practitioner.name })}</p>
          <section className="card stack">
            <h2>{offer.name}</h2>
            <p>
              {time("minutes", { minutes: offer.minutes })}, <Money {...offer.price} />
            </p>
            {offer.description ? <p className="muted">{offer.description}</p> : null}
            <ActionForm action={acceptInvitationAction} id="invited">
              <input type="hidden" name="link" value={secret} />
              <SubmitButton label={t("submit")} />
            </ActionForm>
          </section>
        </div>
      ) : (
        <div className="stack">
          <h1>{t("endedTitle")}</h1>
          <p>{t("ended")}</p>
          <p>
            <LinkButton href="/find">{t("find")}</LinkButton>
          </p>
        </div>
      )}
    </PublicShell>
  );
}

async function offerOf(secret: string) {
  try {
    return await invitedTo(visitor, { secret });
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
