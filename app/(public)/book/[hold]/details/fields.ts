import { text } from "@/app/_server/action";
import type { HeldTime } from "@/lib/booking/schema";

const babyParts = [
  "firstName",
  "bornOn.day",
  "bornOn.month",
  "bornOn.year",
  "born.early",
  "born.weeks",
  "born.days",
] as const;
/** The form has room for so many: twins, triplets, or a sibling with them. */
export const BABIES = 4;

/** The details form as the booking command takes it. A baby left blank is no baby, unless it is the only one. */
export function bookingOf(
  form: FormData,
  {
    hold,
    referral,
    serviceLink,
    proof,
    locale,
  }: {
    hold?: HeldTime | undefined;
    referral?: string | undefined;
    serviceLink?: string | undefined;
    proof?: string | undefined;
    locale: string;
  },
) {
  const told = (name: string) => text(form, name);
  const some = (name: string) => told(name) || undefined;
  const babyIds = form.getAll("babyIds").filter((value) => typeof value === "string");
  const typed = Array.from({ length: BABIES }, (_, i) =>
    Object.fromEntries(babyParts.map((part) => [part, told(`babies.${i}.${part}`).trim()])),
  );
  const begun = typed.map((baby) => Object.values(baby).some((value) => value !== ""));
  const last = begun.lastIndexOf(true);
  const asked = babyIds.length > 0 || referral !== undefined ? last + 1 : Math.max(last + 1, 1);
  return {
    practiceId: told("practiceId"),
    serviceId: told("serviceId"),
    start: told("other") || told("start"),
    priceMinor: told("priceMinor"),
    locale,
    babyIds,
    babies: typed.slice(0, asked).map((baby) => ({
      firstName: baby.firstName ?? "",
      bornOn: {
        day: baby["bornOn.day"] ?? "",
        month: baby["bornOn.month"] ?? "",
        year: baby["bornOn.year"] ?? "",
      },
      born: {
        early: baby["born.early"] || undefined,
        weeks: baby["born.weeks"],
        days: baby["born.days"],
      },
    })),
    ...(form.has("guest.name") && {
      guest: {
        name: told("guest.name"),
        email: told("guest.email"),
        phone: told("guest.phone"),
      },
    }),
    ...(form.has("parent.name") && {
      parent: { name: told("parent.name"), phone: told("parent.phone") },
    }),
    ...(form.has("visitAddress") && { visitAddress: told("visitAddress") }),
    note: some("note"),
    heardFrom: some("heardFrom"),
    ...(serviceLink && { serviceLink }),
    ...(proof && { proof }),
    ...(hold && { hold }),
    ...(referral !== undefined && { referral }),
  };
}
