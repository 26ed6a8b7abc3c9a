import type { ReactNode } from "react";
import { type PublicPlace, PublicShell } from "@/components/shell/public-shell";
import styles from "./words.module.css";

type Section = { title: string; say?: readonly string[]; list?: readonly string[] };
type Props = {
  current: PublicPlace;
  title: string;
  lead: string;
  sections: readonly Section[];
  children?: ReactNode;
};

/** A page that is read: short sections, one after the other. */
export function WordsPage({ current, title, lead, sections, children }: Props) {
  return (
    <PublicShell items={["find", "refer", "signIn"]} current={current} width="mid">
      <div className={styles.words}>
        <h1>{title}</h1>
        <p className="lg">{lead}</p>
        {sections.map(({ title: heading, say = [], list = [] }) => (
          <section key={heading}>
            <h2>{heading}</h2>
            {say.map((text) => (
              <p key={text}>{text}</p>
            ))}
            {list.length > 0 ? (
              <ul>
                {list.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            ) : null}
          </section>
        ))}
        {children}
      </div>
    </PublicShell>
  );
}
