import { Tag, type TagProps } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { mailStates } from "@/lib/messaging/schema";

type State = (typeof mailStates)[number];
const tones: Record<State, TagProps["tone"]> = {
  queued: "glow",
  sent: "good",
  kept: "info",
  failed: "bad",
  dropped: "neutral",
};

export async function MailState({ state }: { state: State }) {
  const t = await getTranslations("admin.mail.states");
  return <Tag tone={tones[state]}>{t(state)}</Tag>;
}
