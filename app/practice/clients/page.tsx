import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { Pager } from "@/components/ui/pager";
import { getTranslations } from "@/i18n/words";
import { nextLessons } from "@/lib/booking/staff.read";
import { clientList } from "@/lib/clients/search.read";
import { isOwner } from "@/lib/core/actor";
import styles from "./clients.module.css";
import { ClientRow } from "./row";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("clients.list");
  return { title: t("title") };
}

const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" && value.length <= 80 ? value : undefined;

async function Clients({ searchParams }: Props) {
  const search = await searchParams;
  const actor = await pageActor("practice", "/practice/clients");
  const t = await getTranslations("clients.list");
  const q = one(search.q)?.trim() || undefined;
  const page = Math.min(10_000, Math.max(1, Math.trunc(Number(one(search.page))) || 1));
  const archived = search.archived === "yes";
  const asked = { q, page, ...(archived && { archived: "yes" as const }) };
  const { items, total, pages } = await clientList(actor, asked);
  const next = await nextLessons(actor, { clientIds: items.map((item) => item.id) });
  const address = (to: number) =>
    `/practice/clients?${new URLSearchParams({
      ...(q && { q }),
      ...(archived && { archived: "yes" }),
      page: String(to),
    })}`;
  return (
    <div className="page">
      <PageHead title={t(archived ? "archive" : "title")} detail={t("count", { count: total })}>
        <LinkButton href="/practice/clients/new" variant="primary" icon={<Icon name="user-plus" />}>
          {t("add")}
        </LinkButton>
      </PageHead>
      <search>
        <form action="/practice/clients" className={styles.search}>
          <TextField
            name="q"
            label={t("search")}
            hint={t("searchHint")}
            defaultValue={q}
            autoComplete="off"
            optional
          />
          {archived ? <input type="hidden" name="archived" value="yes" /> : null}
          <Button type="submit" size="lg" icon={<Icon name="search" />}>
            {t("find")}
          </Button>
          {q ? (
            <LinkButton href="/practice/clients" variant="quiet" size="lg">
              {t("all")}
            </LinkButton>
          ) : null}
        </form>
      </search>
      {items.length > 0 ? (
        <ul className={`card list ${styles.list}`}>
          {items.map((item) => (
            <ClientRow
              key={item.id}
              item={item}
              next={next.find((lesson) => lesson.clientId === item.id)}
            />
          ))}
        </ul>
      ) : (
        <Empty title={q ? t("noMatch", { q }) : t(archived ? "emptyArchive" : "empty")}>
          {t(q ? "noMatchHint" : archived ? "emptyArchiveHint" : "emptyHint")}
        </Empty>
      )}
      <Pager
        previous={page > 1 ? address(page - 1) : null}
        next={page < pages ? address(page + 1) : null}
        where={t("page", { page, pages })}
      />
      <p className={styles.links}>
        <Link href={archived ? "/practice/clients" : "/practice/clients?archived=yes"}>
          {t(archived ? "active" : "archive")}
        </Link>
        {isOwner(actor) ? <Link href="/practice/clients/kept">{t("kept")}</Link> : null}
      </p>
    </div>
  );
}

export default practicePage(Clients);
