/** A point on the map, and how far from it a lesson may be, in kilometres. */
export type Point = { latitude: number; longitude: number };
export type Whereabouts = Point & { slackKm: number };

const EARTH_KM = 6371;
const KM_PER_MILE = 1.609344;
/** Roads against the straight line. */
const DETOUR = 1.3;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The straight line between two points. */
export function kilometres(a: Point, b: Point): number {
  const half = (x: number, y: number) => Math.sin(radians(y - x) / 2) ** 2;
  const sum =
    half(a.latitude, b.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(a.longitude, b.longitude);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(sum)));
}

/** Whole minutes on the way; travel_minutes() in the database counts the same. 0 where nothing is known. */
export function travelMinutes(
  a: Point | null,
  b: Point | null,
  kmh: number | null,
  moreKm = 0,
): number {
  if (!a || !b || kmh === null) return 0;
  const minutes = (((kilometres(a, b) + moreKm) * DETOUR) / kmh) * 60;
  return Math.max(0, Math.ceil(minutes - 1e-9));
}

type Area = {
  kind: "studio" | "home" | "hospital" | "online";
  latitude: number | null;
  longitude: number | null;
  radiusMiles: number | null;
};

const middle = ({ latitude, longitude }: Area): Point | null =>
  latitude === null || longitude === null ? null : { latitude, longitude };

/**
 * Where a lesson is, for the way to it: the place's own point, that of the family's postcode when it is known, or else
 * the middle of the area with its radius as part of the way. Null where there is no way, as online, or no point.
 */
export function whereabouts(place: Area, visit: Point | null = null): Whereabouts | null {
  if (place.kind === "online") return null;
  const point = middle(place);
  if (place.kind !== "home") return point && { ...point, slackKm: 0 };
  if (visit) return { ...visit, slackKm: 0 };
  return point && { ...point, slackKm: (place.radiusMiles ?? 0) * KM_PER_MILE };
}

/** Whether a family lives further away than the practitioner goes. Nobody is refused for what is not known. */
export function tooFar(place: Area, visit: Point | null): boolean {
  const point = middle(place);
  if (place.kind !== "home" || !point || !visit || place.radiusMiles === null) return false;
  return kilometres(point, visit) > place.radiusMiles * KM_PER_MILE;
}
