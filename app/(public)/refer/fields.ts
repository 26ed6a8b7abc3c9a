import { fieldsOf } from "@/app/_server/action";

type Nested = { [name: string]: string | string[] | Nested };

const lists = ["reasons", "precautions", "allowed.parts", "allowed.positions"];

/** The fields "baby.born.day" and the like as the nested object that the schema describes. */
export function referralOf(form: FormData): Nested {
  const nested: Nested = { reasons: [], precautions: [] };
  for (const [name, value] of Object.entries(fieldsOf(form, lists))) {
    const path = name.split(".");
    const last = path.pop() ?? name;
    let at = nested;
    for (const part of path) {
      const inner = Object.hasOwn(at, part) ? at[part] : undefined;
      if (typeof inner === "object" && !Array.isArray(inner)) at = inner;
      else {
        const made: Nested = Object.create(null);
        at[part] = made;
        at = made;
      }
    }
    at[last] = value;
  }
  return nested;
}
