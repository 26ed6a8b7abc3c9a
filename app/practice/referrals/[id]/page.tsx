import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { getTranslations } from "@/i18n/words";
import { systemNow } from "@/lib/core/time";
import { referralDetail } from "@/lib/referrals/read";
import type { InboxTab } from "@/lib/referrals/schema";
import { Detail } from "../detail";
import { Inbox } from "../inbox";
import { whereIn } from "../where";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("referrals.detail");
  return { title: t("metaTitle") };
}

const tabOf: Record<string, InboxTab> = {
  waiting: "waiting",
  accepted: "accepted",
  booked: "accepted",
};

async function Referral({ params, searchParams }: Props) {
  const { id } = await params;
  const actor = await pageActor("practice", `/practice/referrals/${id}`);
  const referral = await found(referralDetail(actor, { referralId: id }));
  // After an answer the referral is in another tab than the one it was opened from.
  const tab = tabOf[referral.status] ?? "declined";
  const where = whereIn(await searchParams);
  return (
    <Inbox
      actor={actor}
      tab={tab}
      page={where.tab === tab ? where.page : 1}
      now={systemNow()}
      open={{ id, children: <Detail referral={referral} actor={actor} /> }}
    />
  );
}

export default practicePage(Referral);
