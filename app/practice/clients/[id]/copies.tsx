import { actorIn } from "@/app/_server/actor";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { SelectField, TextField } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import { staffCopies } from "@/lib/clients/copies.write";
import styles from "../clients.module.css";
import { askCopiesAction } from "../keep-actions";

/** Who of the family gets its mail, and a question to another grown-up, which only they answer. */
export async function Copies({ clientId }: { clientId: string }) {
  const actor = await actorIn("practice");
  if (!actor) return null;
  const people = await staffCopies(actor, { clientId });
  const t = await getTranslations("change.copies");
  const open = people.filter(({ state }) => state === "none" || state === "asked");
  return (
    <Card title={t("who")}>
      <ul className={`${styles.record} list`}>
        {people.map((person) => (
          <li key={person.id} className="wrap-row">
            <span className="grow">{person.name}</span>
            <Tag tone={["first", "account", "yes"].includes(person.state) ? "good" : "neutral"}>
              {t(`state.${person.state}`)}
            </Tag>
          </li>
        ))}
      </ul>
      <details>
        <summary>{t("ask")}</summary>
        <ActionForm action={askCopiesAction} id="copies" clearWhenDone>
          <input type="hidden" name="clientId" value={clientId} />
          <SelectField
            name="guardianId"
            label={t("person")}
            defaultValue={open[0]?.id ?? ""}
            optional
            options={[
              ...open.map(({ id, name }) => ({ value: id, label: name })),
              { value: "", label: t("somebody") },
            ]}
          />
          <TextField
            name="name"
            label={t("name")}
            defaultValue={open[0]?.name}
            autoComplete="off"
            maxLength={80}
          />
          <TextField
            name="email"
            type="email"
            label={t("email")}
            hint={t("staffHint")}
            defaultValue={open[0]?.email ?? undefined}
            autoComplete="off"
            maxLength={254}
          />
          <SubmitButton label={t("submit")} variant="default" />
        </ActionForm>
      </details>
    </Card>
  );
}
