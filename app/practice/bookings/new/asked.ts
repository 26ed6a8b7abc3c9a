/** What the address of the new booking says so far. */
export type Asked = {
  /** A family's id, or "new". */
  client?: string;
  service?: string;
  day?: string;
  time?: string;
  /** Whose lessons, when one practitioner's column was chosen. */
  for?: string;
  q?: string;
};

const shapes: Record<keyof Asked, RegExp> = {
  client: /^(new|[0-9a-f-]{36})$/,
  service: /^[0-9a-f-]{36}$/,
  day: /^\d{4}-\d{2}-\d{2}$/,
  time: /^\d{2}:\d{2}$/,
  for: /^[0-9a-f-]{36}$/,
  q: /^.{1,80}$/u,
};

/** Anything that is not what it should be was not asked. */
export function askedOf(search: Record<string, string | string[] | undefined>): Asked {
  const asked: Asked = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const value = search[name];
    if (typeof value === "string" && shape.test(value)) asked[name as keyof Asked] = value;
  }
  return asked;
}

export const addressOf = (asked: Asked): string => {
  const entries = Object.entries(asked).filter(([, value]) => value);
  return `/practice/bookings/new?${new URLSearchParams(Object.fromEntries(entries))}`;
};
