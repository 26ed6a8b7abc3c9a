import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { found } from "@/app/_server/page";
import { getTranslations } from "@/i18n/words";
import type { Staff } from "@/lib/core/actor";
import { systemNow } from "@/lib/core/time";
import { type InboxItem, referralDetail } from "@/lib/referrals/read";
import { Detail } from "./detail";
import { Inbox } from "./inbox";
import { whereIn } from "./where";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("referrals.inbox");
  return { title: t("title") };
}

async function Referrals({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/referrals");
  return (
    <Inbox
      actor={actor}
      {...whereIn(await searchParams)}
      now={systemNow()}
      open={null}
      preview={(item) => <First item={item} actor={actor} />}
    />
  );
}

async function First({ item, actor }: { item: InboxItem; actor: Staff }) {
  return (
    <Detail referral={await found(referralDetail(actor, { referralId: item.id }))} actor={actor} />
  );
}

export default practicePage(Referrals);
