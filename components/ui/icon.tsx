import { iconPaths } from "./icon-paths";

export type IconName = keyof typeof iconPaths;

/*
 * One picture has one meaning everywhere: hand-heart routine, hand stop, badge-check verified, stethoscope doctor,
 * droplet-off oil allergy, triangle-alert take care, milk feed, pen-line note, signature sign, car travel, baby baby.
 * For server components; hand a client component the finished element, or it downloads the whole table.
 */
export function Icon({ name, size }: { name: IconName; size?: "sm" | "lg" | undefined }) {
  return (
    <svg
      className={size ? `icon icon-${size}` : "icon"}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={iconPaths[name]} />
    </svg>
  );
}
