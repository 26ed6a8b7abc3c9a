import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { practicePage } from "@/app/_server/missing";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { SelectField, TextField } from "@/components/ui/field";
import { zonePlace } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { locales } from "@/i18n/locale";
import { getTranslations } from "@/i18n/words";
import { ownTemplates } from "@/lib/messaging/own-words";
import { noticeChoices } from "@/lib/messaging/schema";
import { messageSettings } from "@/lib/messaging/settings.read";
import setup from "../_setup/setup.module.css";
import { SetupHead } from "../_setup/setup-head";
import type { Search } from "../_setup/whose";
import { saveNoticesAction, saveQuietAction } from "./actions";

type Props = { searchParams: Promise<Search> };
type Settings = Awaited<ReturnType<typeof messageSettings>>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("services.setup");
  return { title: t("title.mail") };
}

async function Messages({ searchParams }: Props) {
  const actor = await pageActor("practice", "/practice/mail");
  const search = await searchParams;
  const settings = await messageSettings(actor, {});
  const t = await getTranslations("mail_settings.page.when");
  const saved = await getTranslations("mail_settings.page");
  return (
    <div className={`page ${setup.page}`}>
      <SetupHead tab="mail" search={search} />
      {search.saved ? (
        <Note tone="good" role="status">
          {saved("saved")}
        </Note>
      ) : null}
      <Notices settings={settings} />
      <QuietHours settings={settings} />
      <Card
        title={t("title")}
        action={
          <Link className={setup.back} href="/practice/services">
            {t("link")}
          </Link>
        }
      >
        <p className="muted">{t("lead")}</p>
      </Card>
      <OwnWords settings={settings} />
    </div>
  );
}

const kinds = ["booked", "moved", "cancelled"] as const;

async function Notices({ settings: { notices, everybodys } }: { settings: Settings }) {
  const t = await getTranslations("mail_settings.page");
  return (
    <Card title={t("notices.title")}>
      <ActionForm action={saveNoticesAction} id="notices" className="form">
        <p className="muted">{t(everybodys ? "notices.leadAll" : "notices.leadOwn")}</p>
        {kinds.map((kind) => (
          <SelectField
            key={kind}
            name={kind}
            label={t(`notices.${kind}`)}
            defaultValue={notices[kind]}
            options={noticeChoices.map((value) => ({
              value,
              label: t(`notices.choice.${value}`),
            }))}
          />
        ))}
        <SubmitButton label={t("notices.save")} busyLabel={t("saving")} />
      </ActionForm>
    </Card>
  );
}

async function QuietHours({ settings }: { settings: Settings }) {
  const t = await getTranslations("mail_settings.page");
  const { quietFrom, quietUntil, seen, zone, mayChange } = settings;
  return (
    <Card title={t("quiet.title")}>
      {mayChange ? (
        <ActionForm action={saveQuietAction} id="quiet" className="form">
          <p className="muted">{t("quiet.lead", { zone: zonePlace(zone) })}</p>
          <input type="hidden" name="seen" value={seen} />
          <div className={setup.pair}>
            <TextField
              name="quietFrom"
              type="time"
              label={t("quiet.from")}
              hint={t("quiet.hint")}
              defaultValue={quietFrom}
            />
            <TextField
              name="quietUntil"
              type="time"
              label={t("quiet.until")}
              hint={<>&nbsp;</>}
              defaultValue={quietUntil}
            />
          </div>
          <SubmitButton label={t("quiet.save")} busyLabel={t("saving")} />
        </ActionForm>
      ) : (
        <>
          <p className="muted">{t("quiet.lead", { zone: zonePlace(zone) })}</p>
          <p>{t("quiet.now", { from: quietFrom, until: quietUntil })}</p>
        </>
      )}
    </Card>
  );
}

async function OwnWords({ settings: { templates, mayChange, locale } }: { settings: Settings }) {
  const [t, names] = [
    await getTranslations("mail_settings.page.words"),
    await getTranslations("mail_settings.templates"),
  ];
  const isOwn = (template: string) => templates.some((one) => one.template === template);
  const first = locales.find((one) => one === locale) ?? locales[0];
  return (
    <Card title={t("title")}>
      <p className="muted">{t(mayChange ? "lead" : "owner")}</p>
      <ul className={`list ${setup.rows}`}>
        {ownTemplates.map((template) => (
          <li key={template} className={setup.row}>
            <div className={setup.what}>
              <h3>
                {names(template)}
                <Tag tone={isOwn(template) ? "brand" : "neutral"}>
                  {t(isOwn(template) ? "own" : "ours")}
                </Tag>
              </h3>
            </div>
            {mayChange ? (
              <LinkButton
                href={`/practice/mail/${template}?locale=${first}`}
                aria-label={`${t("change")}: ${names(template)}`}
              >
                {t("change")}
              </LinkButton>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

export default practicePage(Messages);
