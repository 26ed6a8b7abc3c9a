import type { ReactNode } from "react";
import { PublicShell } from "@/components/shell/public-shell";
import styles from "./entry.module.css";

/** The frame of every page on the way in: one thing in one column. */
export function Entry(props: {
  title: ReactNode;
  lead?: ReactNode;
  /** Under the card. */
  after?: ReactNode;
  children: ReactNode;
}) {
  const { title, lead, after, children } = props;
  return (
    <PublicShell items={["find", "refer"]} width="narrow">
      <div className={styles.box}>
        <header>
          <h1>{title}</h1>
          {lead ? <p className={styles.lead}>{lead}</p> : null}
        </header>
        <div className="card stack">{children}</div>
        {after}
      </div>
    </PublicShell>
  );
}
