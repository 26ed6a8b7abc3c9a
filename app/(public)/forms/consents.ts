import { type ConsentsData, isOpen } from "@/components/form-fill/consents-view";
import type { ConsentPage } from "@/lib/intake/consent.read";
import { shownHash } from "@/lib/intake/words";

export function consentsData(page: ConsentPage): ConsentsData {
  return {
    ...page,
    relation: page.relation ?? "",
    openHash: shownHash(page.texts.filter(isOpen)),
  };
}
