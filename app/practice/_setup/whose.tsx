import { Segmented } from "@/components/ui/tabs";
import { getTranslations } from "@/i18n/words";
import type { Staff } from "@/lib/core/actor";
import { practiceTeachers, type Teacher } from "@/lib/practices/read";

export type Search = Record<string, string | string[] | undefined>;

/** Whose page this is: the one the address names, one's own, or the first. Null where nobody teaches yet. */
export async function whose(
  actor: Staff,
  search: Search,
  only: (teacher: Teacher) => boolean = () => true,
): Promise<{ teachers: Teacher[]; chosen: Teacher | null }> {
  const teachers = (await practiceTeachers(actor, {})).filter(only);
  const chosen =
    teachers.find((one) => one.id === search.for) ?? teachers.find((one) => one.own) ?? teachers[0];
  return { teachers, chosen: chosen ?? null };
}

type WhoseProps = { path: string; teachers: readonly Teacher[]; chosen: Teacher };

/** Between practitioners, where there are several. */
export async function Whose({ path, teachers, chosen }: WhoseProps) {
  if (teachers.length < 2) return null;
  const t = await getTranslations("services.setup");
  return (
    <Segmented
      label={t("whose")}
      items={teachers.map((one) => ({
        key: one.id,
        label: one.name,
        current: one.id === chosen.id,
        href: `${path}?for=${one.id}`,
      }))}
    />
  );
}
