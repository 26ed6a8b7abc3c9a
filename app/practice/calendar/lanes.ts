import { type Asked, addressOf, MOST } from "./asked";

type Person = { id: string; name: string };
type Choice = { key: string; label: string; href: string; current: boolean };

/** Who stands side by side in the view of a day, and the addresses that put somebody there or take somebody away. */
export function lanesIn(
  asked: Asked,
  teachers: readonly Person[],
): { shown: string[]; choices: Choice[] } {
  if (asked.view !== "day" || teachers.length < 2) return { shown: [], choices: [] };
  const known = asked.beside.filter((one) => teachers.some(({ id }) => id === one));
  const shown = known.length > 0 ? known : teachers.slice(0, MOST).map(({ id }) => id);
  const choices = teachers.map(({ id, name }) => {
    const current = shown.includes(id);
    const next = current ? shown.filter((one) => one !== id) : [...shown, id].slice(-MOST);
    return { key: id, label: name, current, href: addressOf({ ...asked, beside: next }) };
  });
  return { shown, choices };
}
