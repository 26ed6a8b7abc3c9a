/** The mark: a white stem and a hand's stroke that make an h. The word beside it is the name. */
export function LogoMark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9.5" fill="var(--mark)" />
      <path d="M10.5 7v18" stroke="var(--mark-stem)" strokeWidth="4.2" strokeLinecap="round" />
      <path
        d="M10.5 18.6c.8-4.4 4-6 6.8-5.4 3.3.7 4.2 3.4 4.2 6.3V25"
        fill="none"
        stroke="var(--glow)"
        strokeWidth="4.2"
        strokeLinecap="round"
      />
    </svg>
  );
}

export const BRAND = "Handsel";

export function Logo({ href, label }: { href: string; label?: string | undefined }) {
  return (
    <a className="logo" href={href} aria-label={label}>
      <LogoMark />
      <span>{BRAND}</span>
    </a>
  );
}
