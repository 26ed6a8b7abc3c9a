import { NavLink } from "@/components/shell/nav-link";
import { TabRow } from "@/components/ui/tab-row";
import { getTranslations } from "@/i18n/words";
import type { StaffRole } from "@/lib/core/actor";

const clinical = ["notes", "growth", "forms", "files"] as const;

/** The pages of one baby as real links. The front desk has the overview and what happened around lessons. */
export async function BabyTabs({
  root,
  label,
  role,
}: {
  root: string;
  label: string;
  role: StaffRole;
}) {
  const t = await getTranslations("record.tabs");
  const more = role === "front_desk" ? [] : clinical;
  const last = role === "owner" ? (["everything", "access"] as const) : (["everything"] as const);
  return (
    <TabRow label={label}>
      <NavLink href={root} exact>
        {t("overview")}
      </NavLink>
      {[...more, ...last].map((tab) => (
        <NavLink key={tab} href={`${root}/${tab}`}>
          {t(tab)}
        </NavLink>
      ))}
    </TabRow>
  );
}
