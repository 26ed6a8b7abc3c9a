import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { Empty } from "@/components/ui/empty";
import { PageHead } from "@/components/ui/page-head";
import { getTranslations } from "@/i18n/words";
import { hoursDetail } from "@/lib/availability/hours.read";
import { isClinician } from "@/lib/core/actor";
import { ownCredentials } from "@/lib/credentials/read";
import { profileDetail, serviceList } from "@/lib/practices/read";
import styles from "../_setup/setup.module.css";
import { Done } from "../_setup/setup-head";
import { type Search, Whose, whose } from "../_setup/whose";
import { CredentialsCard } from "./credentials/credentials-card";
import { ProfileForm } from "./profile-form";
import { Publish } from "./publish";

type Props = { searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("profile_edit");
  return { title: t("title") };
}

async function EditProfile({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/profile");
  if (!isClinician(actor)) notFound();
  const [t, services] = [
    await getTranslations("profile_edit"),
    await getTranslations("services.list"),
  ];
  const search = await searchParams;
  const { teachers, chosen } = await whose(actor, search, (one) => one.mayManage);
  if (!chosen)
    return (
      <div className={`page ${styles.page}`}>
        <PageHead title={t("title")} />
        <Empty title={services("noTeacher")}>{services("noTeacherHint")}</Empty>
      </div>
    );
  const who = { practitionerId: chosen.id };
  const detail = await found(profileDetail(actor, who));
  const offered = await serviceList(actor, who);
  const credentials = await ownCredentials(actor, who);
  const { hours } = await found(hoursDetail(actor, who));
  const ready = detail.missing.length === 0;
  return (
    <div className={`page ${styles.page}`}>
      <PageHead title={t("title")} detail={t("lead")} />
      <Whose path="/practice/profile" teachers={teachers} chosen={chosen} />
      <Done search={search} />
      <Publish
        practitionerId={chosen.id}
        detail={detail}
        bookable={offered.some((one) => one.bookable && !one.archivedAt)}
        hours={hours.length > 0}
      />
      <CredentialsCard practitionerId={chosen.id} credentials={credentials} search={search} />
      <ProfileForm
        key={detail.seen}
        practitionerId={chosen.id}
        detail={detail}
        // One button is first: to publish a page that is ready, else to write it.
        first={detail.publishedAt !== null || !ready}
      />
    </div>
  );
}

export default practicePage(EditProfile);
