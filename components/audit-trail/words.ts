import { getTranslations } from "@/i18n/words";
import type { Access } from "@/lib/audit/access.read";

const ROLES = ["owner", "practitioner", "front_desk"] as const;

/** Puts rows of the trail into words: who it was, and what they opened or changed. */
export async function trailWords() {
  const t = await getTranslations("record.access");
  return {
    who: ({ name, kind, you }: { name: string | null; kind: string; you?: boolean }) =>
      you ? t("you") : (name ?? t("kind", { kind })),
    role: ({ kind, role }: Pick<Access["by"], "kind" | "role">) => {
      const known = ROLES.find((one) => one === role);
      return kind === "staff" && known ? t(`roles.${known}`) : t("kind", { kind });
    },
    what: ({ part, operation }: { part: string | null; operation: string }) =>
      part === null
        ? t("changed", { operation: operation.replace(".", "_") })
        : t("opened", { part: part.replaceAll(" ", "_") }),
  };
}
