import { getTranslations } from "@/i18n/words";
import { ButtonLink } from "./button";
import { Icon } from "./icon";

export type PagerProps = {
  previous?: string | null | undefined;
  next?: string | null | undefined;
  /** "Page 2 of 5", already in words. */
  where?: string | undefined;
  /** Of what, where a page has more than one. */
  of?: string | undefined;
};

/** Where a list of numbered pages goes on and came from. */
export const turns = (
  { page, more }: { page: number; more: boolean },
  at: (page: number) => string,
): Pick<PagerProps, "previous" | "next"> => ({
  previous: page > 1 ? at(page - 1) : null,
  next: more ? at(page + 1) : null,
});

export async function Pager({ previous, next, where, of }: PagerProps) {
  if (!previous && !next) return null;
  const t = await getTranslations("ui.pager");
  return (
    <nav className="wrap-row" aria-label={of ? `${t("label")}: ${of}` : t("label")}>
      {previous ? (
        <ButtonLink href={previous} icon={<Icon name="chevron-left" />}>
          {t("previous")}
        </ButtonLink>
      ) : null}
      {where ? <span className="muted sm">{where}</span> : null}
      {next ? (
        <ButtonLink href={next}>
          {t("next")}
          <Icon name="chevron-right" />
        </ButtonLink>
      ) : null}
    </nav>
  );
}
