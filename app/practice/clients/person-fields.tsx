import { getTranslations } from "next-intl/server";
import { TextField } from "@/components/ui/field";
import type { ClientDetail } from "@/lib/clients/read";

type Person = ClientDetail["guardians"][number];

export async function PersonFields({ person }: { person?: Person | undefined }) {
  const t = await getTranslations("clients.form");
  return (
    <>
      <TextField
        name="name"
        label={t("name")}
        defaultValue={person?.name}
        autoComplete="off"
        maxLength={80}
      />
      <TextField
        name="email"
        label={t("email")}
        hint={person?.claimed ? t("emailClaimed") : t("emailHint")}
        type="email"
        readOnly={person?.claimed}
        defaultValue={person?.email ?? undefined}
        autoComplete="off"
        optional
      />
      <TextField
        name="phone"
        label={t("phone")}
        type="tel"
        defaultValue={person?.phone ?? undefined}
        autoComplete="off"
        optional
      />
      <TextField
        name="relation"
        label={t("relation")}
        hint={t("relationHint")}
        defaultValue={person?.relation ?? undefined}
        autoComplete="off"
        maxLength={40}
        optional
      />
    </>
  );
}
