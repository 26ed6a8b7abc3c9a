import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { ChoiceCard, ChoiceGroup } from "@/components/ui/choice";
import { SelectField, TextField } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { isZone } from "@/lib/core/time";
import type { placeDetail } from "@/lib/practices/read";
import { placeKind } from "@/lib/practices/schema";
import setup from "../_setup/setup.module.css";
import { savePlaceAction } from "./actions";
import styles from "./places.module.css";

type Place = Awaited<ReturnType<typeof placeDetail>>;
type PlaceFormProps = { zone: string; place?: Place | undefined };

const zonesWith = (own: string): string[] =>
  [...new Set([own, ...Intl.supportedValuesOf("timeZone")])].filter(isZone).sort();

export async function PlaceForm({ zone, place }: PlaceFormProps) {
  const t = await getTranslations("services.places");
  const own = place?.timeZone ?? zone;
  return (
    <ActionForm action={savePlaceAction} className={`${setup.form} ${styles.form}`}>
      {place ? (
        <>
          <input type="hidden" name="placeId" value={place.id} />
          <input type="hidden" name="seen" value={place.seen} />
        </>
      ) : null}
      <Card>
        <ChoiceGroup name="kind" legend={t("kindOf")}>
          {placeKind.options.map((kind) => (
            <ChoiceCard
              key={kind}
              value={kind}
              label={t(`kind.${kind}`)}
              detail={t(`kindHint.${kind}`)}
              defaultChecked={kind === (place?.kind ?? "studio")}
            />
          ))}
        </ChoiceGroup>
        <TextField
          name="name"
          label={t("name")}
          hint={t("nameHint")}
          maxLength={80}
          defaultValue={place?.name}
        />
        <div className={styles.address}>
          <TextField
            name="address"
            label={t("address")}
            hint={t("addressHint")}
            maxLength={200}
            optional
            autoComplete="off"
            defaultValue={place?.address ?? ""}
          />
        </div>
        <div className={styles.area}>
          <div className={setup.pair}>
            <TextField
              name="postcode"
              label={t("postcode")}
              maxLength={16}
              optional
              autoComplete="off"
              defaultValue={place?.postcode ?? ""}
            />
            <div className={styles.radius}>
              <TextField
                name="radiusMiles"
                label={t("radius")}
                suffix={t("miles")}
                inputMode="numeric"
                maxLength={3}
                optional
                autoComplete="off"
                defaultValue={place?.radiusMiles ?? ""}
              />
            </div>
          </div>
        </div>
        <div className={styles.visits}>
          <TextField
            name="visitCodes"
            label={t("visitCodes")}
            hint={t("visitCodesHint")}
            maxLength={400}
            optional
            autoComplete="off"
            defaultValue={place?.visitCodes.join(", ") ?? ""}
          />
        </div>
        <div className={styles.point}>
          <TextField
            name="mapPoint"
            label={t("mapPoint")}
            hint={t("mapPointHint")}
            maxLength={60}
            optional
            autoComplete="off"
            defaultValue={
              place?.latitude == null ? "" : `${place.latitude}, ${place.longitude ?? ""}`
            }
          />
        </div>
        <div className={styles.meeting}>
          <TextField
            name="meetingUrl"
            label={t("meetingUrl")}
            hint={t("meetingUrlHint")}
            type="url"
            maxLength={500}
            optional
            autoComplete="off"
            defaultValue={place?.meetingUrl ?? ""}
          />
        </div>
        <SelectField
          name="timeZone"
          label={t("timeZone")}
          hint={t("timeZoneHint")}
          defaultValue={own}
          options={zonesWith(own).map((name) => ({
            value: name,
            label: name.replaceAll("_", " "),
          }))}
        />
      </Card>
      <div className={setup.ends}>
        <SubmitButton label={t("save")} busyLabel={t("saving")} />
        <Link className="btn btn-lg" href="/practice/places">
          {t("leave")}
        </Link>
      </div>
    </ActionForm>
  );
}
