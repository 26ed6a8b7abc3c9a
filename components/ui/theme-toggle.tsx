import { getTranslations } from "@/i18n/words";
import { Icon } from "./icon";
import { type Theme, ThemeSwitch } from "./theme-switch";

/** As the device, day, night. Give it the `theme` cookie's value where the page can read cookies. */
export async function ThemeToggle({ theme }: { theme?: Theme | undefined }) {
  const t = await getTranslations("ui.theme");
  return (
    <ThemeSwitch
      theme={theme}
      faces={{
        system: { label: t("system"), icon: <Icon name="monitor" /> },
        day: { label: t("day"), icon: <Icon name="sun" /> },
        night: { label: t("night"), icon: <Icon name="moon" /> },
      }}
    />
  );
}
