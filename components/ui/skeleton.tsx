import type { CSSProperties } from "react";
import styles from "./skeleton.module.css";

/** The final layout's boxes. They appear after 200 ms, so that a quick answer does not flash. */
export function Skeleton({ width, height = "1em" }: { width?: string; height?: string }) {
  const size = { "--w": width ?? "100%", "--h": height } as CSSProperties;
  return <span className={styles.box} style={size} aria-hidden="true" />;
}

/** A heading and lines of text. `label` is spoken once: "Loading". */
export function SkeletonText({ label, lines = 3 }: { label: string; lines?: number }) {
  return (
    <div className={styles.text} role="status" aria-busy="true">
      <span className="sr">{label}</span>
      <Skeleton width="60%" height="22px" />
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical boxes have nothing else
        <Skeleton key={line} width={line === lines - 1 ? "85%" : "100%"} height="14px" />
      ))}
    </div>
  );
}
