import { getTranslations } from "@/i18n/words";

type Place = {
  kind: "studio" | "home" | "hospital" | "online";
  name: string;
  radiusMiles: number | null;
};

/** Where a lesson is, in words: the family's home with how far the practitioner comes, a room by its name, or online. */
export async function placeWords(place: Place, postcode: string | null): Promise<string> {
  const t = await getTranslations("booking.time");
  if (place.kind === "online") return t("online");
  if (place.kind !== "home") return place.name;
  if (!place.radiusMiles) return t("atHome");
  return t("atHomeWithin", { miles: place.radiusMiles, postcode: postcode ?? "none" });
}
