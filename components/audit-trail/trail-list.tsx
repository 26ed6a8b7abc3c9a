import { Link } from "@/components/ui/link";
import styles from "./trail-list.module.css";

export type TrailLine = {
  seq: number;
  /** "24 Nov 2026, 2:15 pm" */
  at: string;
  number: string;
  who: string;
  role?: string | undefined;
  what: string;
  href?: string | undefined;
  /** Ids and names as they are kept. */
  raw: string;
};

/** Rows of the audit trail, the newest first: columns where there is room, one below the other on a phone. */
export function TrailList({ lines, label }: { lines: readonly TrailLine[]; label: string }) {
  return (
    <ol className={`list card ${styles.trail}`} aria-label={label}>
      {lines.map(({ seq, at, number, who, role, what, href, raw }) => (
        <li key={seq}>
          <span className="num muted">
            {at}
            <span className="xs"> {number}</span>
          </span>
          <span>
            <b>{who}</b> {role ? <span className="muted sm">{role}</span> : null}
            <br />
            {href ? <Link href={href}>{what}</Link> : what}
          </span>
          <code className="xs muted">{raw}</code>
        </li>
      ))}
    </ol>
  );
}
