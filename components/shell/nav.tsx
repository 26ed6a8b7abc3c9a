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

type Said = {
  /** How a count is spoken. */
  said: (count: number) => string;
};

/** Picture, word and count of an item; the word is spoken even where only the picture shows. */
export function NavFace({
  icon,
  label,
  count,
  said,
}: Pick<NavItem, "icon" | "label" | "count"> & Said) {
  return (
    <>
      <Icon name={icon} />
      <span className="word">{label}</span>
      {count ? (
        <span className="count">
          <span aria-hidden="true">{count}</span>
          <span className="sr">{said(count)}</span>
        </span>
      ) : null}
    </>
  );
}

export const NavItems = ({ items, said }: { items: readonly NavItem[] } & Said) =>
  items.map(({ href, exact, also, ...face }) => (
    <li key={href}>
      <NavLink className="item" href={href} exact={exact} also={also}>
        <NavFace {...face} said={said} />
      </NavLink>
    </li>
  ));
