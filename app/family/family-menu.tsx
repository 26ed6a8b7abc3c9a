import { cookies } from "next/headers";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { LocaleSwitch } from "@/components/ui/locale-switch";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { getTranslations } from "@/i18n/words";

/** The theme as the reader chose it, for the first paint. */
export async function MoonButton() {
  const theme = (await cookies()).get("theme")?.value;
  return <ThemeToggle theme={theme === "day" || theme === "night" ? theme : "system"} />;
}

export async function FamilyMenu() {
  const t = await getTranslations("family.menu");
  return (
    <>
      <div className="row">
        <LinkButton href="/account" icon={<Icon name="user" />}>
          {t("account")}
        </LinkButton>
        <LinkButton href="/family/settings" icon={<Icon name="bell" />}>
          {t("messages")}
        </LinkButton>
        <LinkButton href="/family/record" icon={<Icon name="file-text" />}>
          {t("record")}
        </LinkButton>
        <MoonButton />
      </div>
      <LocaleSwitch />
      <form method="post" action="/sign-out">
        <Button type="submit" variant="quiet" icon={<Icon name="log-out" />}>
          {t("signOut")}
        </Button>
      </form>
    </>
  );
}
