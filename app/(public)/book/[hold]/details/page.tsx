import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { actorIn, currentPerson, visitor } from "@/app/_server/actor";
import { page } from "@/app/_server/missing";
import { heldHere } from "@/app/(public)/book/hold-cookie";
import { referredHere } from "@/app/(public)/book/referral-cookie";
import { BookingSteps } from "@/app/(public)/book/steps";
import { PublicShell } from "@/components/shell/public-shell";
import { ButtonLink } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { getTranslations } from "@/i18n/words";
import { linkHolder } from "@/lib/accounts/links";
import { heldLesson, knownBabies } from "@/lib/booking/read";
import { id } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { referralForBooking } from "@/lib/referrals/lessons";
import styles from "./details.module.css";
import { type Booker, DetailsForm } from "./details-form";
import { HeldSummary } from "./held-summary";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("booking.details");
  return { title: t("title") };
}

export default page(Details);

/** Screen two of booking: who comes. Opens in the browser that holds the time, and nowhere else. */
async function Details({ params }: { params: Promise<{ hold: string }> }) {
  const { hold: address } = await params;
  if (!id("lesson").safeParse(address).success) notFound();
  const t = await getTranslations("booking.details");
  const held = await heldHere();
  const lesson = held?.id === address ? await orNothing(() => heldLesson(visitor, held)) : null;
  return (
    <PublicShell
      items={["find", "refer", "signIn"]}
      width="mid"
      aside={<BookingSteps current="details" />}
    >
      {lesson && !lesson.booked ? (
        <div className={styles.layout}>
          <h1>{t("title")}</h1>
          <HeldSummary lesson={lesson} />
          <DetailsForm lesson={lesson} booker={await bookerFor(lesson.offer.practiceId)} />
        </div>
      ) : (
        <NothingHeld booked={lesson?.booked ?? false} />
      )}
    </PublicShell>
  );
}

/** Somebody unknown, a signed-in parent, or a family whose doctor referred it to this practice. */
async function bookerFor(practiceId: string): Promise<Booker> {
  const secret = await referredHere();
  const link = secret ? await linkHolder(secret, "family") : null;
  if (link?.practiceId === practiceId) {
    const family = await orNothing(() => referralForBooking(link, {}));
    if (family) return { kind: "referred", doctor: family.doctorName, baby: family.babyName };
  }
  const parent = await actorIn("family");
  if (!parent) return { kind: "guest" };
  const person = await currentPerson();
  const { known, babies } = await knownBabies(parent, { practiceId });
  return { kind: "parent", email: parent.email, name: person?.name ?? null, known, babies };
}

async function orNothing<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

async function NothingHeld({ booked }: { booked: boolean }) {
  const t = await getTranslations("booking.details");
  return (
    <>
      <h1>{t(booked ? "bookedTitle" : "goneTitle")}</h1>
      <Empty
        title={t(booked ? "booked" : "gone")}
        action={
          <ButtonLink variant={booked ? "default" : "primary"} href="/find">
            {t("findTime")}
          </ButtonLink>
        }
      />
    </>
  );
}
