import { CheckField, ChipCheck, ChoiceGroup } from "@/components/ui/choice";
import { TextField } from "@/components/ui/field";
import { getTranslations } from "@/i18n/words";
import { shownFinding } from "@/lib/clients/health.rules";
import type { BabyHealth } from "@/lib/clients/schema";
import { FINDING_GROUPS, hasPlace } from "@/lib/safety/groups";
import { BODY_PARTS, type FindingId } from "@/lib/safety/schema";
import styles from "./care.module.css";

/** The safety rules' own findings as a list to tick; where and since when come with a tick, by CSS alone. */
export async function Findings({ health }: { health: BabyHealth | null }) {
  const t = await getTranslations("clients.care");
  return (
    <>
      {FINDING_GROUPS.map(({ key, findings }) => (
        <fieldset key={key} className={styles.group}>
          <legend>{t(`groups.${key}`)}</legend>
          {findings.map((id) => (
            <Finding key={id} id={id} health={health} />
          ))}
        </fieldset>
      ))}
    </>
  );
}

async function Finding({ id, health }: { id: FindingId; health: BabyHealth | null }) {
  const [t, safety] = [await getTranslations("clients.care"), await getTranslations("safety")];
  const known = health ? shownFinding(health, id) : null;
  const by = health?.reports.find((report) => report.id === id)?.by;
  const name = `finding.${id}`;
  const words = safety(`findings.${id}`);
  return (
    <div className={styles.finding}>
      <CheckField
        name={name}
        label={words.charAt(0).toUpperCase() + words.slice(1)}
        detail={by ? t(`by.${by}`) : undefined}
        defaultChecked={known !== null}
      />
      <div className={styles.more}>
        {hasPlace(id) ? (
          <ChoiceGroup
            name={`${name}.parts`}
            type="checkbox"
            layout="chips"
            legend={t("where", { finding: words })}
            hint={t("whereHint")}
          >
            {BODY_PARTS.map((part) => (
              <ChipCheck
                key={part}
                value={part}
                label={safety(`parts.${part}`)}
                defaultChecked={known?.parts.includes(part)}
              />
            ))}
          </ChoiceGroup>
        ) : null}
        <div className={styles.days}>
          <TextField
            name={`${name}.since`}
            type="date"
            label={t("since")}
            defaultValue={known?.since}
            optional
          />
          <TextField
            name={`${name}.until`}
            type="date"
            label={t("until")}
            defaultValue={known?.until}
            optional
          />
        </div>
      </div>
    </div>
  );
}
