import { getTranslations } from "next-intl/server";
import { Icon, type IconName } from "@/components/ui/icon";
import { NavLink } from "./nav-link";

export type NavItem = {
  href: string;
  label: string;
  icon: IconName;
  exact?: boolean | undefined;
  also?: readonly string[] | undefined;
  /** Things that wait there. */
  count?: number | undefined;
};

/** Picture, word and count of an item; the word is spoken even where only the picture shows. */
export async function NavFace({ icon, label, count }: Pick<NavItem, "icon" | "label" | "count">) {
  const t = await getTranslations("ui.nav");
  return (
    <>
      <Icon name={icon} />
      <span className="word">{label}</span>
      {count ? (
        <span className="count">
          <span aria-hidden="true">{count}</span>
          <span className="sr">{t("count", { count })}</span>
        </span>
      ) : null}
    </>
  );
}

export const NavItems = ({ items }: { items: readonly NavItem[] }) =>
  items.map(({ href, exact, also, ...face }) => (
    <li key={href}>
      <NavLink className="item" href={href} exact={exact} also={also}>
        <NavFace {...face} />
      </NavLink>
    </li>
  ));
