import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { BackLink } from "@/app/practice/_setup/back-link";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { SelectField } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { serviceLinks } from "@/lib/booking/service-link.write";
import { publicUrl } from "@/lib/core/env";
import { makeLinkAction, withdrawLinkAction } from "./actions";
import { CopyLink } from "./copy-link";

const DAYS = [7, 14, 30, 90] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff_change.links"))("title") };
}

type Props = { searchParams: Promise<{ made?: string }> };

/** Links that book one lesson each: made, copied, and withdrawn while nobody has used them. */
async function Links({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/services/links");
  const [t, { services, links }, { made }] = [
    await getTranslations("staff_change.links"),
    await serviceLinks(actor, {}),
    await searchParams,
  ];
  return (
    <div className="page stack">
      <BackLink href="/practice/services">{t("back")}</BackLink>
      <PageHead title={t("title")} detail={t("lead")} />
      {made ? (
        <Note tone="good" role="status">
          {t("made")}
        </Note>
      ) : null}
      {services.length > 0 ? (
        <Card>
          <ActionForm action={makeLinkAction} id="make">
            <SelectField
              name="serviceId"
              label={t("service")}
              options={services.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <SelectField
              name="days"
              label={t("days")}
              defaultValue="14"
              options={DAYS.map((days) => ({ value: String(days), label: t("day", { days }) }))}
            />
            <SubmitButton label={t("make")} />
          </ActionForm>
        </Card>
      ) : (
        <Empty title={t("noServices")} />
      )}
      <Card title={t("list")}>
        {links.length > 0 ? (
          <ul className="list">
            {links.map((link) => (
              <li key={link.id} className="stack">
                <div className="wrap-row">
                  <b className="grow">{link.service}</b>
                  <span className="sm muted">
                    <DateText on={link.createdAt} zone="UTC" look="date" />
                  </span>
                  <Tag tone={link.state === "open" ? "brand" : "neutral"}>
                    {t(`state.${link.state}`)}
                  </Tag>
                </div>
                {link.shut ? <p className="sm muted">{t("shut")}</p> : null}
                {link.secret ? (
                  <>
                    <CopyLink
                      address={`${publicUrl()}/book/link/${link.secret}`}
                      label={t("address")}
                      words={{ copy: t("copy"), copied: t("copied") }}
                    />
                    <ActionForm action={withdrawLinkAction} id={`w-${link.id}`} className="">
                      <input type="hidden" name="linkId" value={link.id} />
                      <SubmitButton
                        label={t("withdraw")}
                        aria-label={t("withdrawNamed", {
                          service: link.service,
                          day: link.createdAt.toISOString().slice(0, 10),
                        })}
                        size="sm"
                        variant="quiet"
                      />
                    </ActionForm>
                  </>
                ) : null}
              </li>
            ))}
          </ul>
        ) : (
          <p className="sm muted">{t("none")}</p>
        )}
      </Card>
    </div>
  );
}

export default practicePage(Links);
