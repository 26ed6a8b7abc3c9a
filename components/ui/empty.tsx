import type { ReactNode } from "react";
import styles from "./empty.module.css";

export type EmptyProps = {
  /** The figure, or nothing. */
  figure?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  /** The one thing to do about it. */
  action?: ReactNode;
};

export function Empty({ figure, title, children, action }: EmptyProps) {
  return (
    <div className={styles.empty}>
      {figure ? <div className={styles.figure}>{figure}</div> : null}
      <p className={styles.title}>{title}</p>
      {children ? <p className="sm muted measure">{children}</p> : null}
      {action ? <div className={styles.action}>{action}</div> : null}
    </div>
  );
}
