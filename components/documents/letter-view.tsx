import type { ReactNode } from "react";
import type { Block } from "@/lib/documents/pdf";
import styles from "./letter.module.css";

/** A letter on the page: the same words, in the same order, as on its sheet of paper. */
export function LetterView({
  blocks,
  level = 3,
}: {
  blocks: readonly Block[];
  /** Of its headings; the title is the page's. */
  level?: 2 | 3 | undefined;
}) {
  const Heading = `h${level}` as const;
  return (
    <div className={styles.letter}>
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a letter stay as they are
        <Part key={at} block={block} heading={(text) => <Heading>{text}</Heading>} />
      ))}
    </div>
  );
}

function Part({ block, heading }: { block: Block; heading: (text: string) => ReactNode }) {
  switch (block.is) {
    case "title":
      return <p className="muted">{block.detail}</p>;
    case "heading":
      return heading(block.text);
    case "facts":
      return (
        <dl className={styles.facts}>
          {block.rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
    case "list":
      return (
        <ul>
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    case "small":
    case "text":
      return <p className={styles.words}>{block.text}</p>;
    case "table":
      return null;
  }
}
