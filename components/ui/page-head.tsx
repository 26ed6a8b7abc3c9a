import type { ReactNode } from "react";

export type PageHeadProps = {
  title: ReactNode;
  /** A line under the title. */
  detail?: ReactNode;
  /** Buttons at the right; at most one of them is primary. */
  children?: ReactNode;
};

export function PageHead({ title, detail, children }: PageHeadProps) {
  return (
    <div className="page-head">
      <div>
        <h1>{title}</h1>
        {detail ? <p className="muted">{detail}</p> : null}
      </div>
      {children}
    </div>
  );
}
